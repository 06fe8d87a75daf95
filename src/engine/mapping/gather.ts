/** Reads the samples of a mapping into one array, in any order of axes, and nothing that was not chosen. */
import type { NamedArray } from '../files/arrays.ts';
import type { AxisRange, Container, ReadOptions, Slab } from '../files/container/container.ts';
import { product, sum } from '../math.ts';
import { channelsOf, channelsIn } from './plan.ts';
import type { Picked } from './parts.ts';
import type { Member, ResolvedUse } from './resolve.ts';
import type { Values } from '../statistics.ts';

/** Values read at once: what is in memory beside the samples themselves. */
const BATCH_VALUES = 2 ** 23;

/** A piece of an axis, and where it goes among what is used of the axis. */
interface Segment extends AxisRange {
  to: number;
}

/** Samples in one member that lie equally far apart, and their places among the samples. */
interface Run {
  member: Member;
  start: number;
  step: number;
  places: number[];
}

/**
 * [n, channels, x, y], or [n, columns] of numbers: reads `uses` for the samples with these numbers; `grid` is x and y, or nothing where the uses are numbers.
 */
export async function gather(
  container: Container,
  uses: readonly ResolvedUse[],
  { numbers, grid }: { numbers: readonly number[]; grid?: readonly [number, number] },
  options: ReadOptions & { onValues: (count: number) => void },
): Promise<NamedArray> {
  const target = new Target([numbers.length, channelsIn(uses), ...(grid ?? [])]);
  let channel = 0;
  for (const use of uses) {
    const runs = runsOf(use, numbers);
    for (const { run, slabs } of batches(container, use, runs)) {
      for (const { slab, at } of slabs) {
        const values = product(slab.map(({ count }) => count));
        const read = await container.read(run.member.info.name, slab, {
          signal: options.signal,
          missing: 'nan',
        });
        options.signal?.throwIfAborted();
        target.put(read, use, { run, at, channel });
        options.onValues(values);
      }
    }
    channel += channelsOf(use);
  }
  return target.array();
}

/** How many values `gather` reads. */
export const valuesToRead = (uses: readonly ResolvedUse[], samples: number): number =>
  sum(
    uses.map(
      (use) =>
        ((use.numbers ? samples : 1) * product(Object.values(use.extent))) / use.extent.sample,
    ),
  );

/** The samples of a use, by member and in runs of equal steps; a shared array has one run for all. */
function runsOf(use: ResolvedUse, numbers: readonly number[]): Run[] {
  const { members, axis } = use;
  if (!use.numbers) {
    return [{ member: members[0], start: 0, step: 1, places: numbers.map((_, place) => place) }];
  }
  const places = new Map(numbers.map((n, place) => [n, place]));
  return members.flatMap((member) => {
    const inside = Array.from({ length: member.count }, (_, index) => index).filter((index) =>
      places.has(member.first + index),
    );
    const placeOf = (index: number) => places.get(member.first + index)!;
    if (axis.sample < 0) {
      return inside.map(() => ({ member, start: 0, step: 1, places: [placeOf(0)] }));
    }
    const runs: Run[] = [];
    for (const index of inside) {
      const last = runs.at(-1);
      const length = last?.places.length ?? 0;
      const gap = last ? index - (last.start + (length - 1) * last.step) : 0;
      if (last && (length === 1 || gap === last.step)) {
        last.step = gap;
        last.places.push(placeOf(index));
      } else runs.push({ member, start: index, step: 1, places: [placeOf(index)] });
    }
    return runs;
  });
}

/** What is read at a time: slabs of a batch of samples, each with where its segments go. */
function* batches(container: Container, use: ResolvedUse, runs: readonly Run[]) {
  const size = product(use.picks.map((picked, i) => (i === use.axis.sample ? 1 : countOf(picked))));
  // An entry of an archive is unpacked from its beginning, however little of it is wanted.
  const most =
    container.kind === 'npz' ? Infinity : Math.max(1, Math.floor(BATCH_VALUES / Math.max(1, size)));
  for (const run of runs) {
    const batch = use.numbers ? Math.min(most, run.places.length) : run.places.length;
    for (let first = 0; first < run.places.length; first += batch) {
      const part = {
        ...run,
        start: run.start + first * run.step,
        places: run.places.slice(first, first + batch),
      };
      yield { run: part, slabs: [...slabsOf(use, part)] };
    }
  }
}

const countOf = (picked: Picked): number => ('count' in picked ? picked.count : picked.length);

/** A slice is one segment; a list has one for every index, unless it counts up evenly. */
function segmentsOf(picked: Picked): Segment[] {
  if ('count' in picked)
    return [{ start: picked.from, count: picked.count, step: picked.step, to: 0 }];
  const step = picked.length > 1 ? picked[1] - picked[0] : 1;
  const even = step > 0 && picked.every((index, i) => index === picked[0] + i * step);
  if (even) return [{ start: picked[0], count: picked.length, step, to: 0 }];
  return picked.map((start, to) => ({ start, count: 1, step: 1, to }));
}

/** All combinations of the axes' segments. */
function slabsOf(use: ResolvedUse, run: Run): { slab: Slab; at: readonly Segment[] }[] {
  let combined: Segment[][] = [[]];
  use.picks.forEach((picked, i) => {
    const segments =
      i === use.axis.sample
        ? [{ start: run.start, count: run.places.length, step: run.step, to: 0 }]
        : segmentsOf(picked);
    combined = combined.flatMap((one) => segments.map((segment) => [...one, segment]));
  });
  return combined.map((at) => ({
    slab: at.map(({ start, count, step }) => ({ start, count, step })),
    at,
  }));
}

/** The array that is filled: in 32 bits until there is something of 64. */
class Target {
  private data: Values;
  private readonly dtypes = new Set<string>();
  private readonly notes = new Set<string>();

  constructor(private readonly shape: readonly number[]) {
    this.data = new Float32Array(product(shape));
  }

  array(): NamedArray {
    const [dtype = ''] = this.dtypes;
    return { shape: this.shape, data: this.data, dtype, notes: [...this.notes] };
  }

  /** Puts what was read in its place: `channel` is the use's first one. */
  put(
    read: NamedArray,
    use: ResolvedUse,
    { run, at, channel }: { run: Run; at: readonly Segment[]; channel: number },
  ): void {
    this.dtypes.add(read.dtype);
    for (const note of read.notes ?? []) this.notes.add(note);
    if (read.data instanceof Float64Array && this.data instanceof Float32Array) {
      this.data = new Float64Array(this.data);
    }
    const [, channels, x = 1, y = 1] = this.shape;
    const from = strides(read.shape);
    const step = (role: keyof ResolvedUse['axis']) =>
      use.axis[role] < 0 ? 0 : from[use.axis[role]];
    const part = (role: keyof ResolvedUse['axis']) =>
      use.axis[role] < 0 ? { count: 1, to: 0 } : at[use.axis[role]];
    const [times, fields] = [part('time'), part('channel')];
    run.places.forEach((place, s) => {
      for (let t = 0; t < times.count; t++) {
        for (let c = 0; c < fields.count; c++) {
          const to = channel + (times.to + t) * use.extent.channel + fields.to + c;
          copyPlane(
            read.data,
            s * step('sample') + t * step('time') + c * step('channel'),
            [step('x'), step('y')],
            this.data,
            (place * channels + to) * x * y,
            [x, y],
          );
        }
      }
    });
  }
}

const strides = (shape: readonly number[]): number[] =>
  shape.map((_, axis) => product(shape.slice(axis + 1)));

function copyPlane(
  values: Values,
  start: number,
  [stepX, stepY]: readonly [number, number],
  target: Values,
  at: number,
  [x, y]: readonly [number, number],
): void {
  if (stepY === 1 && stepX === y) {
    target.set(values.subarray(start, start + x * y), at);
    return;
  }
  for (let i = 0; i < x; i++) {
    for (let j = 0; j < y; j++) target[at + i * y + j] = values[start + i * stepX + j * stepY];
  }
}
