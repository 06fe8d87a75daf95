import type { NetworkId } from '../../engine/experiment/network.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { forecastApplies } from '../lab/run/stageQuestions.ts';
import type { Earlier, LabState } from '../state.ts';
import { isTraced } from './comparison.ts';

/** Of a forecast trace the panels show what the submodel makes of it. */
function submodelText(state: LabState, id: NetworkId): string | undefined {
  if (!isTraced(state.shown)) return undefined;
  const { inside } = state.networks[id];
  if (!inside) return 'The submodel driven by the forecast trace is being computed…';
  return inside.problem && `The submodel driven by the forecast trace: ${inside.problem}`;
}

/** Until the forecast of a network that comes with the page is there. */
const earlierText = ({ problem }: Earlier): string =>
  problem === undefined
    ? 'A network trained earlier forecasts this wave…'
    : `The network trained earlier can’t be shown: ${problem}. Press Train to train it here.`;

/** What stands in the panel of the truth until there is one. */
export const truthMissing = (shown: LabState['shown']): string =>
  originOf(shown).fromFile
    ? 'The output of the sample appears here.'
    : 'The wave in the zone appears here.';

/** Why there is no forecast to see, and what brings it. */
export function emptyText(
  state: LabState,
  id: NetworkId,
  what: string,
  /** Whether there is a button to train with. */
  trainable = true,
): string | undefined {
  const network = state.networks[id];
  if (network.status === 'failed') return network.error ?? 'The network failed.';
  if (state.weightless !== undefined) return state.weightless;
  if (state.run && !forecastApplies(state, id)) {
    return 'Trained for another scene or task. Reset and train to forecast this one.';
  }
  if (network.forecast) return submodelText(state, id);
  switch (network.status) {
    case 'empty':
      if (network.earlier) return earlierText(network.earlier);
      if (!trainable) return 'Not trained yet.';
      return `Press Train: ${what} of network ${id.toUpperCase()} appears here.`;
    case 'placing':
    case 'preparing':
    case 'waiting':
    case 'ready':
    case 'lost':
      return `Waiting for the samples. Then ${what} of network ${id.toUpperCase()} appears here.`;
    case 'training':
    case 'paused':
    case 'finished':
      return 'The first forecast is being computed…';
    default:
      return network.status satisfies never;
  }
}
