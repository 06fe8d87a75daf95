/** Swish and its gradient, number by number; see `elementwise.ts`. */
import type { Code } from 'slimwave-base/wasm/encoding';
import { get, set } from 'slimwave-base/wasm/instructions';
import type { Numbers } from './numbers.ts';

/** Beyond it e^−x is smaller than the smallest normal float32 number, and counts as 0. */
const FARTHEST = 87.33654;
/** 1.5·2²³, at which float32 numbers are whole, and the bias of their exponents. */
const WHOLE = 1.5 * 2 ** 23 + 127;
/** ln 2 in two parts, the first of so few bits that its multiples are exact. */
const [LN2_HIGH, LN2_LOW] = [0.693145751953125, 1.428606765330187e-6];
/** (e⁻ᵗ − 1) / t for |t| ≤ ½ ln 2, highest power first, as in XNNPACK’s sigmoid (`rr2-p5`). */
const POLYNOMIAL = [
  -0.008289290592074394, 0.04189782217144966, -0.16667652130126953, 0.4999915063381195,
  -0.9999997019767761,
];
const FRACTION_BITS = 23;

const constants = [0, 1, FARTHEST, WHOLE, -Math.LOG2E, LN2_HIGH, LN2_LOW, ...POLYNOMIAL];

/**
 * E ← e^−|x|, to two units in the last place; N and S are for values in between. With n = round(−|x|/ln 2) and
 * t = |x| + n·ln 2 it is 2ⁿ·e⁻ᵗ. The sum of −|x|/ln 2 and a large number rounds, and leaves n where exponents are after
 * a shift.
 */
function decay(
  numbers: Numbers,
  X: number,
  [E, N, S]: readonly number[],
  [ZERO, , FAR, BIG, RATE, HIGH, LOW, FIRST, ...OTHERS]: readonly number[],
): number[] {
  const { add, subtract, multiply, magnitude, shiftLeft, whereLess } = numbers;
  const polynomial = OTHERS.reduce((sum, c) => add(multiply(sum, get(E)), get(c)), get(FIRST));
  return [
    ...set(N, add(multiply(magnitude(get(X)), get(RATE)), get(BIG))),
    ...set(S, shiftLeft(get(N), FRACTION_BITS)),
    ...set(N, subtract(get(N), get(BIG))),
    ...set(E, add(magnitude(get(X)), multiply(get(N), get(HIGH)))),
    ...set(E, add(get(E), multiply(get(N), get(LOW)))),
    ...set(E, add(multiply(multiply(get(E), get(S)), polynomial), get(S))),
    ...set(E, whereLess(get(FAR), magnitude(get(X)), get(ZERO), get(E))),
  ];
}

const negative = ({ whereLess }: Numbers, X: number, ZERO: number, yes: Code, no: Code): number[] =>
  whereLess(get(X), get(ZERO), yes, no);

/** x, y ← x·σ(x) = x·(1 or e^−|x|)/(1 + e^−|x|) */
export const swish = {
  arrays: 2,
  scalars: 0,
  scratch: 4,
  constants,
  body: (
    numbers: Numbers,
    [X, Y]: number[],
    _: number[],
    [V, E, N, S]: number[],
    fixed: number[],
  ): number[] => {
    const { load, store, add, multiply, divide } = numbers;
    const [ZERO, ONE] = fixed;
    const numerator = negative(numbers, V, ZERO, get(E), get(ONE));
    const value = divide(multiply(get(V), numerator), add(get(E), get(ONE)));
    return [
      ...set(V, load(get(X))),
      ...decay(numbers, V, [E, N, S], fixed),
      ...store(get(Y), 0, value),
    ];
  },
};

/** x, dy, dx ← dy·σ(x)·(1 + x·σ(−x)) */
export const swishGradient = {
  arrays: 3,
  scalars: 0,
  scratch: 4,
  constants,
  body: (
    numbers: Numbers,
    [X, DY, DX]: number[],
    _: number[],
    [V, E, N, S]: number[],
    fixed: number[],
  ): number[] => {
    const { load, store, add, multiply, divide } = numbers;
    const [ZERO, ONE] = fixed;
    // σ(|x|) and σ(−|x|)
    const [P, Q] = [N, E];
    const rest = negative(numbers, V, ZERO, get(P), get(Q));
    const sigmoid = negative(numbers, V, ZERO, get(Q), get(P));
    const slope = add(multiply(get(V), rest), get(ONE));
    return [
      ...set(V, load(get(X))),
      ...decay(numbers, V, [E, N, S], fixed),
      ...set(P, divide(get(ONE), add(get(E), get(ONE)))),
      ...set(Q, multiply(get(E), get(P))),
      ...store(get(DX), 0, multiply(multiply(load(get(DY)), sigmoid), slope)),
    ];
  },
};
