/** float32 arithmetic of the assembled loops: on four numbers at once, or on a single one. */
import { F32, simd, unsigned, V128, type Code, type ValueType } from '../../wasm/assembler.ts';

export interface Numbers {
  type: ValueType;
  lanes: 4 | 1;
  bytes: number;
  /** `k` counts numbers, or vectors, from the address. */
  load: (address: Code, k?: number) => number[];
  /** One number in memory, to every lane. */
  loadSplat: (address: Code) => number[];
  store: (address: Code, k: number, value: Code) => number[];
  /** One number, to every lane. */
  splat: (value: Code) => number[];
  add: Binary;
  subtract: Binary;
  multiply: Binary;
  divide: Binary;
  root: (a: Code) => number[];
}

type Binary = (a: Code, b: Code) => number[];

/** Tensors are aligned to their numbers, 2² bytes, not to vectors. */
const ALIGNMENT = 2;

interface Opcodes {
  load: Code;
  loadSplat: Code;
  store: Code;
  splat: Code;
  add: Code;
  subtract: Code;
  multiply: Code;
  divide: Code;
  root: Code;
}

function numbers(type: ValueType, lanes: 4 | 1, opcodes: Opcodes): Numbers {
  const bytes = 4 * lanes;
  const at = (k: number) => [ALIGNMENT, ...unsigned(k * bytes)];
  const binary = (opcode: Code) => (a: Code, b: Code) => [...a, ...b, ...opcode];
  return {
    type,
    lanes,
    bytes,
    load: (address, k = 0) => [...address, ...opcodes.load, ...at(k)],
    loadSplat: (address) => [...address, ...opcodes.loadSplat, ...at(0)],
    store: (address, k, value) => [...address, ...value, ...opcodes.store, ...at(k)],
    splat: (value) => [...value, ...opcodes.splat],
    add: binary(opcodes.add),
    subtract: binary(opcodes.subtract),
    multiply: binary(opcodes.multiply),
    divide: binary(opcodes.divide),
    root: (a) => [...a, ...opcodes.root],
  };
}

export const f32 = numbers(F32, 1, {
  load: [0x2a],
  loadSplat: [0x2a],
  store: [0x38],
  splat: [],
  add: [0x92],
  subtract: [0x93],
  multiply: [0x94],
  divide: [0x95],
  root: [0x91],
});

export const f32x4 = numbers(V128, 4, {
  load: simd(0),
  loadSplat: simd(9),
  store: simd(11),
  splat: simd(19),
  add: simd(0xe4),
  subtract: simd(0xe5),
  multiply: simd(0xe6),
  divide: simd(0xe7),
  root: simd(0xe3),
});

/** The sum of a vector's four numbers, as a single number. */
export const laneSum = (vector: Code): number[] => {
  const lane = (k: number) => [...vector, ...simd(31), k];
  return f32.add(f32.add(lane(0), lane(1)), f32.add(lane(2), lane(3)));
};
