/** What the headline rests on, and what is uncertain about it. */
import { verdict } from '../../engine/repeats.ts';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { scatteringSeeds, scatterOf } from '../../engine/train/series.ts';
import { MOVED, settingsMoved } from '../lab/moved.ts';
import { comparedExperiment } from '../networks/useNetworkIds.ts';
import { formatCount, formatPercent, formatPercentScatter, withUnit } from '../shared/numbers.ts';
import type { Phase } from '../state.ts';
import type { ContestView } from './contest.ts';
import type { Contest } from './headline.ts';
import { OFTEN } from './judge.ts';

/** What brings an answer that is not there yet. */
const outlooks: Readonly<Record<Phase, string>> = {
  idle: 'Press Train to find out.',
  starting: 'Training will tell.',
  simulating: 'Training will tell.',
  training: 'Training will tell.',
  pausing: 'Training will tell.',
  paused: 'Resume to find out.',
  finished: 'Train again to find out.',
};

/** `A 5.84 %, B 5.95 %`, of a series with their scatter; empty where none is known. */
function errorsText({ series, networks, ...state }: ContestView): string {
  const seeds = scatteringSeeds(series);
  const textOf = (id: NetworkId): string | undefined => {
    if (seeds) {
      const found = scatterOf(seeds, id);
      return found.count > 0 ? formatPercentScatter(found) : undefined;
    }
    const { status, result, earlier } = networks[id];
    const error = status === 'failed' ? undefined : (result?.test ?? earlier?.test);
    return error === undefined || Number.isNaN(error) ? undefined : formatPercent(error);
  };
  return idsOf(comparedExperiment(state))
    .flatMap((id) => {
      const text = textOf(id);
      return text === undefined ? [] : [`${id.toUpperCase()} ${text}`];
    })
    .join(', ');
}

/** Of samples that every error leaves out. */
function withoutText({ networks }: ContestView, reference: NetworkId): string {
  const { result, earlier } = networks[reference];
  const { silent = 0, samples } = result?.testErrors ?? earlier?.testErrors ?? {};
  return silent > 0 ? `, without ${silent} of ${samples} test samples that are almost silent` : '';
}

/** How sure it is: what the seeds say of the first network, or that there was only one. */
function certainty(state: ContestView, { reference, networks }: Contest): string {
  const first = networks.find(({ id }) => id !== reference);
  const seeds = scatteringSeeds(state.series);
  if (!seeds) {
    const percent = withUnit(String(Math.round(100 * (OFTEN - 1))), '%');
    return `One seed each: chance alone changes an error by more than ${percent} in one case of four.`;
  }
  const said =
    first?.outcome.kind === 'seeds'
      ? ` ${first.id.toUpperCase()} against ${reference.toUpperCase()}: ${verdict(first.outcome.paired).sentence}.`
      : '';
  return `${seeds.length} seeds, with their standard deviation.${said}`;
}

/** The lines below the headline, a sentence each. */
export function noteOf(state: ContestView, contest: Contest): string[] {
  const experiment = comparedExperiment(state);
  const { earlier } = state.networks[contest.reference];
  const errors = errorsText(state);
  const where = originOf(experiment).fromFile ? ' on your data' : '';
  const open = contest.networks.some(({ outcome }) => outcome.kind === 'unknown');
  return [
    ...(errors === ''
      ? []
      : [
          `${earlier ? `Trained earlier in ${formatCount(earlier.steps)} steps. ` : ''}Test error${where}: ${errors}${withoutText(state, contest.reference)}.`,
          ...(contest.networks.length > 1 ? [certainty(state, contest)] : []),
        ]),
    ...(open ? [outlooks[state.phase]] : []),
    ...(settingsMoved(state) ? [MOVED] : []),
  ];
}
