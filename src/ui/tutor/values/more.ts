/** Numbers of lessons that are not in the lab's store, or are made from what is there. */
import { hasNetwork, type NetworkId } from '../../../engine/experiment/network.ts';
import { relativeL2OfField } from '../../../engine/metrics.ts';
import { differenceOf, scatteringSeeds } from '../../../engine/train/series.ts';
import type { ErrorReport } from '../../../engine/evaluation/report.ts';
import type { NetworkInspection } from '../../lab/inspections.ts';
import { settingsMoved } from '../../lab/moved.ts';
import { forecastApplies } from '../../lab/run/stageQuestions.ts';
import { isTraced } from '../../stage/comparison.ts';
import type { LabState } from '../../state.ts';
import { kernelsLeft } from './left.ts';
import { moreQuantities, type MoreQuantity } from './names.ts';
import { reportQuantities, reportQuantity, type ReportQuantity } from './reports.ts';

/** What the workers have reported of the present run. */
export interface Reported {
  reports: Readonly<Partial<Record<NetworkId, ErrorReport>>>;
  inspections: Readonly<Partial<Record<NetworkId, NetworkInspection>>>;
  /** Relative error of the sample on the stage; of a boundary trace, inside the zone. */
  shown: Readonly<Partial<Record<NetworkId, number>>>;
}

export const isMore = (name: string): name is MoreQuantity =>
  moreQuantities.some((known) => known === name);

const isOfReport = (name: MoreQuantity): name is ReportQuantity =>
  reportQuantities.some((known) => known === name);

/** Undefined as long as it isn’t known of the present experiment. */
export function moreOf(
  name: MoreQuantity,
  id: NetworkId,
  state: LabState,
  { reports, inspections, shown }: Reported,
): number | undefined {
  if (!state.run || !hasNetwork(state.run, id) || settingsMoved(state)) return undefined;
  if (isOfReport(name)) return reportQuantity(name, reports[id]);
  switch (name) {
    case 'left-1':
      return kernelsLeft(inspections[id], 1);
    case 'left-2':
      return kernelsLeft(inspections[id], 2);
    case 'left-3':
      return kernelsLeft(inspections[id], 3);
    case 'inside':
      return isTraced(state.shown) ? shown[id] : undefined;
    case 'trace':
      return traceError(id, state);
    case 'difference':
      return paired(id, state)?.mean;
    case 'interval':
      return paired(id, state)?.halfWidth;
    default:
      return name satisfies never;
  }
}

const paired = (id: NetworkId, { series, experiment }: LabState) => {
  const seeds = scatteringSeeds(series);
  return seeds && differenceOf(seeds, id, experiment.reference);
};

function traceError(id: NetworkId, state: LabState): number | undefined {
  const { trace } = state.recording ?? {};
  const { field, unit } = state.networks[id].forecast ?? {};
  const applies = isTraced(state.shown) && forecastApplies(state, id);
  if (!applies || !trace || !field || field.length !== trace.length) return undefined;
  return relativeL2OfField(field, trace, unit);
}
