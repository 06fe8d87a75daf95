/** What a step does at every node, as WebAssembly: see `ElementLeapfrog`. */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { I32 } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, numbered, repeat, set } from 'slimwave-base/wasm/instructions';
import type { Wide } from './wide.ts';

/** Arguments but the first are byte addresses; `pull` is zero after it. The count is that of nodes, or pairs of them. */
export interface NodeKernels {
  /** middle ← u − half · pull */
  predict: (count: number, u: number, pull: number, middle: number, half: number) => void;
  /** next ← u + back · (u − next) − gain · pull */
  advance: (
    count: number,
    u: number,
    pull: number,
    next: number,
    gain: number,
    back: number,
  ) => void;
}

const [COUNT, U, PULL, OUT, FIRST, SECOND] = [0, 1, 2, 3, 4, 5];

function nodesFunction(
  w: Wide,
  name: keyof NodeKernels,
  factors: readonly number[],
  value: (part: number, factor: (which: number) => number[]) => number[],
): WasmFunction {
  const parameters = 4 + factors.length;
  const step = i32.constant(w.bytes);
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
        ...w.store(get(PULL), w.zero, 0, part),
      ]),
      ...[U, PULL, OUT].flatMap((address) => advance(address, step)),
      ...factors.flatMap((address) => advance(address, i32.constant(8 * w.cells))),
    ]),
  };
}

export function nodeFunctions(w: Wide): WasmFunction[] {
  const load = (address: number, part: number) => w.load(get(address), 0, part);
  return [
    nodesFunction(w, 'predict', [FIRST], (part, factor) =>
      w.subtract(load(U, part), w.multiply(factor(0), load(PULL, part))),
    ),
    nodesFunction(w, 'advance', [FIRST, SECOND], (part, factor) => {
      const moved = w.subtract(load(U, part), load(OUT, part));
      const ahead = w.add(load(U, part), w.multiply(factor(1), moved));
      return w.subtract(ahead, w.multiply(factor(0), load(PULL, part)));
    }),
  ];
}
