/** What recognisers share: parts that keep a proposal small enough for a browser, and the sentences about them. */
import { axesOf } from '../axes.ts';
import type {
  ArrayUse,
  AxisRole,
  AxisUse,
  Mapping,
  Part,
  Proposal,
  Slice,
  Split,
} from '../mapping.ts';

/** A proposal that nobody has checked yet. */
export interface Draft extends Proposal {
  /** Whether fewer samples may be proposed where all would be too many. */
  mayShrink: boolean;
}

/** Points along the longest side of a grid; more train too slowly in a browser to begin with. */
const MOST_POINTS = 128;
const FEWEST_POINTS = 4;
/** Channels of an output. */
const MOST_CHANNELS = 16;

/** Every how many points of a grid are proposed. */
export function pointStep(grid: readonly number[]): number {
  let step = 1;
  const fits = (n: number) => Math.ceil(Math.max(...grid) / n) <= MOST_POINTS;
  const remains = (n: number) => Math.ceil(Math.min(...grid) / n) >= FEWEST_POINTS;
  while (!fits(step) && remains(step + 1)) step++;
  return step;
}

/** Times after the first one, evenly, so many that the outputs have few channels. */
export function laterTimes(times: number, fieldsPerTime = 1): Slice {
  const most = Math.max(1, Math.floor(MOST_CHANNELS / fieldsPerTime));
  const step = Math.max(1, Math.ceil((times - 1) / most));
  return { from: step, ...(step > 1 ? { step } : {}) };
}

/** Axes by letters, with parts of some of them, and every `step`-th point along x and y. */
export function axes(
  letters: string,
  parts: Partial<Record<AxisRole, Part>> = {},
  step = 1,
): AxisUse[] {
  return axesOf(letters).map((axis): AxisUse => {
    if (axis.is === 'fixed') return axis;
    const part =
      parts[axis.is] ?? (step > 1 && (axis.is === 'x' || axis.is === 'y') ? { step } : undefined);
    return part ? { ...axis, part } : axis;
  });
}

export const ofArray = (name: string, list: readonly AxisUse[]): ArrayUse => ({ name, axes: list });

export const inOrder: Split = { by: 'order' };

export const ranges = (train: Slice, test: Slice): Split => ({ by: 'ranges', train, test });

export const standard = { kind: 'standard' } as const;

export const ordinal = (n: number): string =>
  n === 2
    ? 'second'
    : n === 3
      ? 'third'
      : `${n}${n % 10 === 1 && n !== 11 ? 'st' : n % 10 === 2 && n !== 12 ? 'nd' : n % 10 === 3 && n !== 13 ? 'rd' : 'th'}`;

/** What was left out by `pointStep`. */
export const pointNote = (grid: readonly number[], step: number): string[] =>
  step === 1
    ? []
    : [
        `Every ${ordinal(step)} point of ${grid.join(' × ')} is read, so that training begins soon; more can be chosen.`,
      ];

/** What was left out by `laterTimes`. */
export function timeNote(times: number, { from = 1, step = 1 }: Slice): string[] {
  if (step === 1) return [];
  const count = Math.ceil((times - from) / step);
  return [`Of ${times} times, the first goes in and ${count} come out: every ${ordinal(step)}.`];
}

type Given = Pick<Draft, 'layout' | 'title' | 'reasons'> &
  Partial<Pick<Draft, 'notes' | 'mayShrink'>> & {
    inputs: Mapping['inputs'];
    outputs: Mapping['outputs'];
  } & Partial<Pick<Mapping, 'split' | 'scaling' | 'coordinates' | 'score'>>;

export function draft({
  inputs,
  outputs,
  split,
  scaling,
  coordinates,
  score,
  ...rest
}: Given): Draft {
  const known = Object.entries(coordinates ?? {}).filter(([, name]) => name !== undefined);
  return {
    notes: [],
    mayShrink: true,
    ...rest,
    mapping: {
      inputs,
      outputs,
      split: split ?? inOrder,
      scaling: scaling ?? standard,
      ...(known.length > 0 ? { coordinates: Object.fromEntries(known) } : {}),
      ...(score ? { score } : {}),
    },
  };
}
