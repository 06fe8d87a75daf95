/** What is said of a sweep, as sentences and their parts. */
import { countOf, DAY_MS, formatCount, formatRoughly } from '../shared/numbers.ts';
import { areSame, type Order } from '../sweep/order.ts';
import type { SweepQueue } from '../sweep/queue.ts';

type Estimate = { ms: number; roughly: boolean } | undefined;

/** How long it takes, as a part of a sentence. */
export function timeText(time: Estimate): string {
  if (!time) return 'the time is known after the first one';
  return `${time.roughly ? 'roughly' : 'about'} ${formatRoughly(time.ms)}`;
}

/** What a sweep is about to do. */
export function sizeText(
  { total, left, runs }: Pick<SweepQueue, 'total' | 'left' | 'runs'>,
  time: Estimate,
): string {
  const all = countOf(total, 'network');
  if (total === 0) return 'No network.';
  if (left === 0) return `${all}: all of them are trained already.`;
  const reused =
    left === total
      ? `${all} to train`
      : `${all}: ${total - left} trained already and reused, ${left} to train`;
  return `${reused} in ${countOf(runs.length, 'run')}, ${timeText(time)}.`;
}

/** Networks of one sweep; the trained ones that are kept are three times as many. */
const MAX_NETWORKS = 1000;

/** Why a sweep is too large, as a sentence. */
export const whyTooLarge = ({ total }: Pick<SweepQueue, 'total'>): string | undefined =>
  total > MAX_NETWORKS
    ? `${formatCount(total)} networks are too many: a sweep trains at most ${formatCount(MAX_NETWORKS)}. Choose fewer seeds, formats or fractions.`
    : undefined;

/** What is to be confirmed before a sweep takes the place of one that is not finished, as sentences. */
export function replaceText(interrupted: Order | undefined, asked: Order): string | undefined {
  if (!interrupted || areSame(interrupted, asked)) return undefined;
  return 'The sweep that is not finished can’t be resumed then. The networks that it has trained are kept, and runs that were interrupted stay under Take home, Earlier runs.';
}

/** What is to be confirmed before a sweep of more than a day, as sentences. */
export const dayText = (time: Estimate): string | undefined =>
  time && time.ms > DAY_MS
    ? `This sweep takes ${timeText(time)}. The page must stay open, and the machine awake, all that time; after an interruption the sweep can be resumed.`
    : undefined;
