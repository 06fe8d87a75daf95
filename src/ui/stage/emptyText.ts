import type { NetworkId } from '../../engine/experiment/network.ts';
import { forecastsApply } from '../lab/run/stageQuestions.ts';
import type { LabState } from '../state.ts';
import { isTraced } from './comparison.ts';

/** Of a forecast trace the panels show what the submodel makes of it. */
function submodelText(state: LabState, id: NetworkId): string | undefined {
  if (!isTraced(state.shown)) return undefined;
  const { inside } = state.networks[id];
  if (!inside) return 'The submodel driven by the forecast trace is being computed…';
  return inside.problem && `The submodel driven by the forecast trace: ${inside.problem}`;
}

/** Why there is no forecast to see, and what brings it. */
export function emptyText(state: LabState, id: NetworkId, what: string): string | undefined {
  const network = state.networks[id];
  if (network.status === 'failed') return network.error ?? 'The network failed.';
  if (state.weightless !== undefined) return state.weightless;
  if (state.run && !forecastsApply(state)) {
    return 'Trained for another scene or task. Reset and train to forecast this one.';
  }
  if (network.forecast) return submodelText(state, id);
  switch (network.status) {
    case 'empty':
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
