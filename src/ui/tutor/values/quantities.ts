/** What the names in a lesson’s expressions stand for, read from the lab: see the table in docs/lessons.md. */
import { findLeaf, getValue } from '../../../engine/experiment/leaves.ts';
import { formatFieldValue } from '../../../engine/experiment/fields.ts';
import { hasNetwork, networkIds, type NetworkId } from '../../../engine/experiment/network.ts';
import { scatteringSeeds, scatterOf } from '../../../engine/train/series.ts';
import { settingsMoved } from '../../lab/moved.ts';
import { planOf } from '../../networks/plans.ts';
import type { LabState, NetworkState } from '../../state.ts';
import type { WhyState } from '../../why/state.ts';
import type { Value } from './expression.ts';
import { isMore, moreOf, type Reported } from './more.ts';
import { networkQuantities, partsOf, type NetworkQuantity } from './names.ts';
import { whyQuantity } from './why.ts';

export interface Known extends Reported {
  state: LabState;
  why: WhyState;
  /** What the lesson remembers, by name. */
  noted: Readonly<Record<string, number>>;
  /** The reader’s guesses of numbers, by the id of the prediction. */
  guesses: Readonly<Record<string, number>>;
}

const isQuantity = (name: string): name is NetworkQuantity =>
  networkQuantities.some((known) => known === name);

const isNetwork = (id: string): id is NetworkId => networkIds.some((known) => known === id);

/** Undefined as long as it isn’t known; what is measured of another experiment than the present one is not known. */
export function quantityOf(name: string, known: Known): Value | undefined {
  const [first, rest] = partsOf(name);
  if (first === 'setting') return settingOf(rest, known.state);
  if (first === 'noted') return known.noted[rest];
  if (first === 'guess') return known.guesses[rest];
  if (rest === '') return whyQuantity(name, known.why);
  if (!isNetwork(rest)) return undefined;
  if (isMore(first)) return finite(moreOf(first, rest, known.state, known));
  if (!isQuantity(first)) return undefined;
  if (first === 'shown-error') return finite(known.shown[rest]);
  return finite(ofPlan(first, rest, known.state) ?? ofRun(first, rest, known.state));
}

const finite = (value: number | undefined): number | undefined =>
  Number.isFinite(value) ? value : undefined;

function settingOf(key: string, { experiment }: LabState): Value | undefined {
  const leaf = findLeaf(key);
  const value = leaf && getValue(experiment, key);
  if (!leaf || value === undefined) return undefined;
  const text = formatFieldValue(leaf.field, value);
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function ofPlan(
  name: NetworkQuantity,
  id: NetworkId,
  { experiment, issues }: LabState,
): number | undefined {
  if (!['parameters', 'conv-parameters', 'macs'].includes(name)) return undefined;
  if (issues.length > 0 || !hasNetwork(experiment, id)) return undefined;
  const { parameters, convolutionParameters, macs } = planOf(experiment, id).totals;
  if (name === 'parameters') return parameters;
  return name === 'macs' ? macs : convolutionParameters;
}

function ofRun(name: NetworkQuantity, id: NetworkId, state: LabState): number | undefined {
  if (!state.run) return ofEarlier(name, state.networks[id]);
  if (!hasNetwork(state.run, id) || settingsMoved(state)) return undefined;
  const seeds = scatteringSeeds(state.series);
  const spread = seeds && scatterOf(seeds, id);
  if (name === 'scatter') return spread?.deviation;
  if (name === 'error' && spread && spread.count > 0) return spread.mean;
  return ofNetwork(name, state.networks[id]);
}

/** Of a network that comes with the page; it is there only where the settings are those that it was trained with. */
function ofEarlier(name: NetworkQuantity, { earlier }: NetworkState): number | undefined {
  if (!earlier || earlier.problem !== undefined) return undefined;
  return name === 'error' || name === 'live-error' ? earlier.test : undefined;
}

function ofNetwork(
  name: NetworkQuantity,
  { result, cut = result?.cut, curve, step, stepMs }: NetworkState,
): number | undefined {
  switch (name) {
    case 'error':
      return result?.test;
    case 'train-error':
      return result?.train;
    case 'median':
      return result?.testErrors.medianL1;
    case 'before-cut':
      return cut?.before;
    case 'after-cut':
      return cut?.after;
    case 'live-error':
      return result?.test ?? curve.findLast(({ test }) => test !== undefined)?.test;
    case 'step':
      return step;
    case 'step-ms':
      return result?.stepMs ?? stepMs;
    case 'forecast-ms':
      return result?.forecastMs;
    case 'scatter':
    case 'parameters':
    case 'conv-parameters':
    case 'macs':
    case 'shown-error':
      return undefined;
    default:
      return name satisfies never;
  }
}
