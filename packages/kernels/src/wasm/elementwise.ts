/** Loops over whole arrays, number by number, as WebAssembly: four numbers in a round, or one. */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { F32, I32 } from 'slimwave-base/wasm/encoding';
import { advance, f32 as f32Code, get, i32, repeat, set } from 'slimwave-base/wasm/instructions';
import { f32, f32x4, type Numbers } from './numbers.ts';
import { swish, swishGradient } from './swishLoops.ts';

interface Elementwise {
  /** Arrays and scalars that it works on. */
  arrays: number;
  scalars: number;
  /** Numbers that never change. */
  constants?: readonly number[];
  /** Values in between. */
  scratch: number;
  /** One round, with the locals that hold addresses, scalars, values in between and constants. */
  body: (
    numbers: Numbers,
    arrays: number[],
    scalars: number[],
    scratch: number[],
    constants: number[],
  ) => number[];
}

/**
 * `add`: a, b, a + b.
 * `adam`: parameter, first moment, second moment, gradient, new parameter; factor of the gradient, β₁, 1 − β₁, β₂, 1 − β₂,
 * rate/(1 − β₁ᵗ), 1/(1 − β₂ᵗ), ε, factor of the parameter (1 − rate·decay).
 * `swish`: x, y ← x·σ(x). `swishGradient`: x, dy, dx ← dy·σ(x)·(1 + x·(1 − σ(x))).
 */
export const ELEMENTWISE = ['adam', 'add', 'swish', 'swishGradient'] as const;
export type ElementwiseName = (typeof ELEMENTWISE)[number];
/** How many addresses and scalars each of them has. */
export const arraysOf = (name: ElementwiseName): number => LOOPS[name].arrays;
export const scalarsOf = (name: ElementwiseName): number => LOOPS[name].scalars;

/** Byte addresses of the arrays, then the number of rounds (at least 1), then the scalars. */
export type ElementwiseLoop = (...parameters: number[]) => void;

const adam: Elementwise = {
  arrays: 5,
  scalars: 9,
  scratch: 3,
  body: (
    { load, store, add, subtract, multiply, divide, root },
    [PARAMETER, FIRST, SECOND, GRADIENT, RESULT],
    [FACTOR, BETA1, REST1, BETA2, REST2, RATE, INVERSE2, EPSILON, KEPT],
    [G, M, V],
  ) => {
    const mean = (old: number, beta: number, rest: number, term: number[]) =>
      add(multiply(load(get(old)), get(beta)), multiply(term, get(rest)));
    const size = add(root(multiply(get(V), get(INVERSE2))), get(EPSILON));
    const kept = multiply(load(get(PARAMETER)), get(KEPT));
    return [
      ...set(G, multiply(load(get(GRADIENT)), get(FACTOR))),
      ...set(M, mean(FIRST, BETA1, REST1, get(G))),
      ...set(V, mean(SECOND, BETA2, REST2, multiply(get(G), get(G)))),
      ...store(get(FIRST), 0, get(M)),
      ...store(get(SECOND), 0, get(V)),
      ...store(get(RESULT), 0, subtract(kept, divide(multiply(get(RATE), get(M)), size))),
    ];
  },
};

const addition: Elementwise = {
  arrays: 3,
  scalars: 0,
  scratch: 0,
  body: ({ load, store, add }, [A, B, SUM]) => store(get(SUM), 0, add(load(get(A)), load(get(B)))),
};

const LOOPS: Readonly<Record<ElementwiseName, Elementwise>> = {
  adam,
  add: addition,
  swish,
  swishGradient,
};

const range = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

function loopOver(numbers: Numbers, name: ElementwiseName): WasmFunction {
  const { arrays, scalars, scratch, body, constants = [] } = LOOPS[name];
  const addresses = range(0, arrays);
  const ROUNDS = arrays;
  const given = range(arrays + 1, scalars);
  const spread = range(arrays + 1 + scalars, scalars);
  const between = range(arrays + 1 + 2 * scalars, scratch);
  const fixed = range(arrays + 1 + 2 * scalars + scratch, constants.length);
  return {
    name: `${name}${numbers.lanes}`,
    parameters: [...[...addresses, ROUNDS].map(() => I32), ...given.map(() => F32)],
    locals: [[scalars + scratch + constants.length, numbers.type]],
    body: [
      ...given.flatMap((local, i) => set(spread[i], numbers.splat(get(local)))),
      ...constants.flatMap((value, i) => set(fixed[i], numbers.splat(f32Code.constant(value)))),
      ...repeat(ROUNDS, [
        ...body(numbers, addresses, spread, between, fixed),
        ...addresses.flatMap((local) => advance(local, i32.constant(numbers.bytes))),
      ]),
    ],
  };
}

/** `<name>4` and `<name>1` of every loop. */
export const elementwiseFunctions = (): WasmFunction[] =>
  ELEMENTWISE.flatMap((name) => [loopOver(f32x4, name), loopOver(f32, name)]);
