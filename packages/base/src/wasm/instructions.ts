/**
 * WebAssembly's instructions under names. Operands are the code that leaves them on the stack, so that expressions
 * nest: `f64.add(get(SUM), f64.load(get(ADDRESS)))`.
 *
 * Opcodes: WebAssembly Core Specification 2.0, section 5.4; relaxed instructions: 3.0, section 5.4.
 */
import { signed, unsigned, type Code } from './encoding.ts';

type Unary = (a: Code) => number[];
type Binary = (a: Code, b: Code) => number[];
type Ternary = (a: Code, b: Code, c: Code) => number[];
/** Offsets are in bytes, after the address. */
type Load = (address: Code, offset?: number) => number[];
type Store = (address: Code, value: Code, offset?: number) => number[];

/** An instruction on vectors of 128 bits. */
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

const unary =
  (opcode: Code): Unary =>
  (a) => [...a, ...opcode];
const binary =
  (opcode: Code): Binary =>
  (a, b) => [...a, ...b, ...opcode];
const ternary =
  (opcode: Code): Ternary =>
  (a, b, c) => [...a, ...b, ...c, ...opcode];
/** `alignment` is the power of two that every address is a multiple of. */
const load =
  (opcode: Code, alignment: number): Load =>
  (address, offset = 0) => [...address, ...opcode, alignment, ...unsigned(offset)];
const store =
  (opcode: Code, alignment: number): Store =>
  (address, value, offset = 0) => [...address, ...value, ...opcode, alignment, ...unsigned(offset)];

/** Arrays are aligned to their numbers, of 2² or 2³ bytes, and not to vectors. */
const [FOUR_BYTES, EIGHT_BYTES] = [2, 3];

export const i32 = {
  /** From 0 to 2³¹ − 1. */
  constant: (value: number): number[] => [0x41, ...signed(value)],
  load: load([0x28], FOUR_BYTES),
  add: binary([0x6a]),
  subtract: binary([0x6b]),
  /** Both without a sign, such as addresses. */
  lessThan: binary([0x49]),
  shiftLeft: binary([0x74]),
  /** The bits of a float32 number. */
  fromFloat: unary([0xbc]),
};

export const f32 = {
  zero: [0x43, 0, 0, 0, 0] as Code,
  constant: (value: number): number[] => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)],
  load: load([0x2a], FOUR_BYTES),
  store: store([0x38], FOUR_BYTES),
  root: unary([0x91]),
  add: binary([0x92]),
  subtract: binary([0x93]),
  multiply: binary([0x94]),
  divide: binary([0x95]),
  magnitude: unary([0x8b]),
  lessThan: binary([0x5d]),
  /** The number whose bits these are. */
  fromBits: unary([0xbe]),
};

export const f64 = {
  zero: [0x44, 0, 0, 0, 0, 0, 0, 0, 0] as Code,
  load: load([0x2b], EIGHT_BYTES),
  store: store([0x39], EIGHT_BYTES),
  add: binary([0xa0]),
  subtract: binary([0xa1]),
  multiply: binary([0xa2]),
};

/** Four float32 numbers side by side. */
export const f32x4 = {
  load: load(simd(0), FOUR_BYTES),
  /** One number in memory, to every lane. */
  loadSplat: load(simd(9), FOUR_BYTES),
  store: store(simd(11), FOUR_BYTES),
  /** One number, to every lane. */
  splat: unary(simd(19)),
  /** The number in lane k. */
  lane: (vector: Code, k: number): number[] => [...vector, ...simd(31), k],
  root: unary(simd(0xe3)),
  add: binary(simd(0xe4)),
  subtract: binary(simd(0xe5)),
  multiply: binary(simd(0xe6)),
  divide: binary(simd(0xe7)),
  magnitude: unary(simd(0xe0)),
  /** All bits of a lane, or none. */
  lessThan: binary(simd(0x43)),
  /** a·b + c, rounded once or twice, as the processor does it faster. Not every browser has it. */
  relaxedMultiplyAdd: ternary(simd(0x105)),
};

/** Four int32 numbers side by side. */
export const i32x4 = {
  /** By so many bits, an int32 number. */
  shiftLeft: binary(simd(0xab)),
};

/** The first number where the condition is not 0, otherwise the second. */
export const select: Ternary = ternary([0x1b]);
/** The bits of the first vector where those of the mask are set, otherwise those of the second. */
export const selectBits: Ternary = ternary(simd(0x52));

/** Two float64 numbers side by side. */
export const f64x2 = {
  zero: [...simd(12), ...Array.from({ length: 16 }, () => 0)] as Code,
  load: load(simd(0), EIGHT_BYTES),
  /** One number in memory, to every lane. */
  loadSplat: load(simd(10), EIGHT_BYTES),
  store: store(simd(11), EIGHT_BYTES),
  add: binary(simd(0xf0)),
  subtract: binary(simd(0xf1)),
  multiply: binary(simd(0xf2)),
  /** One number in memory in lane 0, zero in lane 1. */
  loadFirst: load(simd(93), EIGHT_BYTES),
  /** A vector whose lane 1 is replaced by a number in memory. */
  loadSecond: (address: Code, vector: Code): number[] => [
    ...address,
    ...vector,
    ...simd(87),
    EIGHT_BYTES,
    0,
    1,
  ],
  /** Lane k of a vector to memory. */
  storeLane: (address: Code, vector: Code, k: number): number[] => [
    ...address,
    ...vector,
    ...simd(91),
    EIGHT_BYTES,
    0,
    k,
  ],
};

/** Numbers of locals that follow each other. */
export const numbered = (count: number, first = 0): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): number[] => [...value, 0x21, ...unsigned(local)];

/** local ← local + value */
export const advance = (local: number, value: Code): number[] =>
  set(local, i32.add(get(local), value));

/** Repeats the body as long as the condition leaves a number other than 0; at least once. */
export const repeatWhile = (condition: Code, body: Code): number[] => [
  0x03, // loop
  0x40, // that leaves no value
  ...body,
  ...condition,
  0x0d, // if not zero, branch
  0x00, // to the loop
  0x0b, // end of the loop
];

/** Repeats the body until the counter, which is at least 1, is down to 0. */
export const repeat = (counter: number, body: Code): number[] =>
  repeatWhile(get(counter), [
    ...body,
    ...set(counter, i32.subtract(get(counter), i32.constant(1))),
  ]);

/** The body unless the condition leaves 0. */
export const when = (condition: Code, body: Code): number[] => [
  ...condition,
  0x04, // if
  0x40, // that leaves no value
  ...body,
  0x0b, // end of the condition
];
