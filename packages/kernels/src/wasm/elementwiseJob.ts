import { arraysOf, ELEMENTWISE, scalarsOf, type ElementwiseName } from './elementwise.ts';
import { share, type Job } from './job.ts';
import { FLOAT } from './kernels.ts';
import type { Loops } from './loops.ts';

/** Arrays that a loop goes over together. */
export interface ElementwiseItem {
  /** Numbers in each array. */
  size: number;
  /** Byte addresses. */
  addresses: readonly number[];
  scalars: readonly number[];
}

/** Numbers of a part, but for the last of an array: whole vectors, and whole cache lines where arrays begin with one. */
const GROUP = 16;

const groupsOf = (size: number): number => Math.ceil(size / GROUP);

/** Numbers that describe one item. */
export const itemLength = (name: ElementwiseName): number => 1 + arraysOf(name) + scalarsOf(name);

/** Which loop, how many items; of each its size, its addresses, and its scalars as the bits of float32 numbers. */
export const elementwiseParameters = (
  name: ElementwiseName,
  items: readonly ElementwiseItem[],
): number[] => [
  ELEMENTWISE.indexOf(name),
  items.length,
  ...items.flatMap(({ size, addresses, scalars }) => [
    size,
    ...addresses,
    ...new Uint32Array(Float32Array.from(scalars).buffer),
  ]),
];

/** Numbers from `first` to before `end` of an item that begins at `at`: in vectors, then number by number. */
function over(
  loops: Loops,
  name: ElementwiseName,
  parameters: Uint32Array,
  at: number,
  first: number,
  end: number,
): void {
  const scalarsAt = at + 1 + arraysOf(name);
  const addresses = Array.from(
    parameters.subarray(at + 1, scalarsAt),
    (address) => address + first * FLOAT,
  );
  const bytes = parameters.byteOffset + scalarsAt * Uint32Array.BYTES_PER_ELEMENT;
  const scalars = new Float32Array(parameters.buffer, bytes, scalarsOf(name));
  const vectors = Math.floor((end - first) / 4);
  const rest = end - first - 4 * vectors;
  if (vectors > 0) loops[name][4](...addresses, vectors, ...scalars);
  if (rest === 0) return;
  loops[name][1](...addresses.map((address) => address + 4 * vectors * FLOAT), rest, ...scalars);
}

/** An elementwise loop over some items; divided by groups of their numbers, as if they were one long array. */
export const elementwise: Job<Loops> = (loops, parameters, part, parts) => {
  const name = ELEMENTWISE[parameters[0]];
  const length = itemLength(name);
  const starts = Array.from({ length: parameters[1] }, (_, i) => 2 + i * length);
  const total = starts.reduce((sum, at) => sum + groupsOf(parameters[at]), 0);
  const [from, until] = share(total, part, parts);
  let before = 0;
  for (const at of starts) {
    const size = parameters[at];
    const first = Math.max(0, from - before) * GROUP;
    const end = Math.min(size, (until - before) * GROUP);
    if (end > first) over(loops, name, parameters, at, first, end);
    before += groupsOf(size);
  }
};
