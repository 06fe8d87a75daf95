/** Trained networks as they stand in chart and table: those that differ only in seed are one point. */
import { median } from '../../engine/math.ts';
import { summary, type Summary } from '../../engine/repeats.ts';
import { entryKey, type Entry } from './entry.ts';
import { familyOf } from './family.ts';

export interface Point {
  /** Of its family and network. */
  key: string;
  /** One for every seed, in the order in which they were trained. */
  entries: readonly Entry[];
  /** The newest: it speaks for all of them where they are the same. */
  latest: Entry;
  /** Relative L2 errors; a seed with which it diverged has none. */
  test: Summary;
  train: Summary;
  medianL1: Summary;
  /** Median over the seeds of the time of a step (ms). */
  stepMs?: number;
  /** Smallest and largest learning rate; none where they are automatic. */
  rates?: readonly [number, number];
}

/** A network that diverged is a failure; one that was never measured is none. */
const summaryOf = (entries: readonly Entry[], of: (entry: Entry) => number | undefined): Summary =>
  summary(entries.flatMap((entry) => of(entry) ?? (entry.diverged ? NaN : [])));

/** The point of entries that differ only in seed; at least one. */
export function pointOf(key: string, entries: readonly Entry[]): Point {
  const times = entries.flatMap(({ stepMs }) => stepMs ?? []);
  const rates = entries.flatMap(({ rate }) => (rate === 'auto' ? [] : rate));
  return {
    key,
    entries,
    latest: entries.reduce((one, other) => (other.date >= one.date ? other : one)),
    test: summaryOf(entries, ({ test }) => test),
    train: summaryOf(entries, ({ train }) => train),
    medianL1: summaryOf(entries, ({ medianL1 }) => medianL1),
    stepMs: times.length > 0 ? median(times) : undefined,
    rates: rates.length > 0 ? [Math.min(...rates), Math.max(...rates)] : undefined,
  };
}

/** All points, in the order of their first entries. */
export function pointsOf(entries: readonly Entry[]): Point[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { network, from } = entry;
    const key = entryKey({ group: familyOf(entry.group), network, from });
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups].map(([key, all]) => pointOf(key, all));
}

/** The classical network that savings are relative to: of full width, and of several the best. */
export function referenceIn(points: readonly Point[]): Point | undefined {
  const error = ({ test }: Point) => (test.count > 0 ? test.mean : Infinity);
  return points
    .filter(
      ({ latest: { format, width, route, singleLayers } }) =>
        format === 'classical' && width === 'full' && route === 'before' && !singleLayers,
    )
    .reduce<Point | undefined>(
      (best, point) => (best === undefined || error(point) < error(best) ? point : best),
      undefined,
    );
}
