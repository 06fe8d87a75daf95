/** What a step does at every node, as WebAssembly: see `ElementLeapfrog`, and `LayerStep` for steps of half the length. */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { I32 } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, numbered, repeat, set } from 'slimwave-base/wasm/instructions';
import type { Wide } from './wide.ts';

/** Arguments but the first are byte addresses. The count is that of nodes, or pairs of them. */
export interface NodeKernels {
  /** middle ← u − half · pull, and pull ← 0 */
  predict: (count: number, u: number, pull: number, middle: number, half: number) => void;
  /** next ← u + back · (u − next) − gain · pull, and pull ← 0 */
  advance: (
    count: number,
    u: number,
    pull: number,
    next: number,
    gain: number,
    back: number,
  ) => void;
  /** next ← keep · next + ahead · now − back · before − gain · pull */
  halfStep: (
    count: number,
    now: number,
    pull: number,
    next: number,
    before: number,
    keep: number,
    ahead: number,
    back: number,
    gain: number,
  ) => void;
}

// Vectors that all of them have.
const [COUNT, U, PULL, OUT] = [0, 1, 2, 3];

interface NodeFunction {
  name: keyof NodeKernels;
  /** The arguments that are vectors, and those that are one number per node. */
  vectors: readonly number[];
  factors: readonly number[];
  /** What OUT becomes; `factor` is the number of a node. */
  value: (part: number, factor: (which: number) => number[]) => number[];
  /** Whether PULL becomes zero. */
  clears: boolean;
}

function nodesFunction(
  w: Wide,
  { name, vectors, factors, value, clears }: NodeFunction,
): WasmFunction {
  const parameters = 1 + vectors.length + factors.length;
  const locals = numbered(factors.length, parameters);
  return {
    name,
    parameters: Array.from({ length: parameters }, () => I32),
    locals: [[factors.length, w.type]],
    body: repeat(COUNT, [
      ...factors.flatMap((address, k) => set(locals[k], w.perCell(get(address), 0))),
      ...numbered(w.parts).flatMap((part) => [
        ...w.store(
          get(OUT),
          value(part, (which) => get(locals[which])),
          0,
          part,
        ),
        ...(clears ? w.store(get(PULL), w.zero, 0, part) : []),
      ]),
      ...vectors.flatMap((address) => advance(address, i32.constant(w.bytes))),
      ...factors.flatMap((address) => advance(address, i32.constant(8 * w.cells))),
    ]),
  };
}

export function nodeFunctions(w: Wide): WasmFunction[] {
  const load = (address: number, part: number) => w.load(get(address), 0, part);
  const functions: NodeFunction[] = [
    {
      name: 'predict',
      vectors: [U, PULL, OUT],
      factors: [4],
      value: (part, factor) => w.subtract(load(U, part), w.multiply(factor(0), load(PULL, part))),
      clears: true,
    },
    {
      name: 'advance',
      vectors: [U, PULL, OUT],
      factors: [4, 5],
      value: (part, factor) => {
        const moved = w.subtract(load(U, part), load(OUT, part));
        const ahead = w.add(load(U, part), w.multiply(factor(1), moved));
        return w.subtract(ahead, w.multiply(factor(0), load(PULL, part)));
      },
      clears: true,
    },
    {
      name: 'halfStep',
      vectors: [U, PULL, OUT, 4],
      factors: [5, 6, 7, 8],
      value: (part, factor) => {
        const ahead = w.multiply(factor(1), load(U, part));
        const moved = w.subtract(ahead, w.multiply(factor(2), load(4, part)));
        const pulled = w.subtract(moved, w.multiply(factor(3), load(PULL, part)));
        return w.add(w.multiply(factor(0), load(OUT, part)), pulled);
      },
      clears: false,
    },
  ];
  return functions.map((one) => nodesFunction(w, one));
}
