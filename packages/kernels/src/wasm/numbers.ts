/** float32 arithmetic of the assembled loops: on four numbers at once, or on a single one. */
import { F32, V128, type Code, type ValueType } from 'slimwave-base/wasm/encoding';
import * as wasm from 'slimwave-base/wasm/instructions';

export interface Numbers {
  type: ValueType;
  lanes: 4 | 1;
  bytes: number;
  /** 0 in every lane. */
  zero: Code;
  /** `k` counts numbers, or vectors, from the address. */
  load: (address: Code, k?: number) => number[];
  /** One number in memory, k numbers after the address, to every lane. */
  loadSplat: (address: Code, k?: number) => number[];
  store: (address: Code, k: number, value: Code) => number[];
  /** One number, to every lane. */
  splat: (value: Code) => number[];
  add: Binary;
  subtract: Binary;
  multiply: Binary;
  divide: Binary;
  root: Unary;
  magnitude: Unary;
  /** `yes` where a < b, otherwise `no`. */
  whereLess: (a: Code, b: Code, yes: Code, no: Code) => number[];
  /** The number whose bits are those of a, so many places further left. */
  shiftLeft: (a: Code, bits: number) => number[];
  /** sum + a·b, rounded once in the vectors of `vectors(true)`, otherwise twice. */
  fused: (sum: Code, a: Code, b: Code) => number[];
}

type Unary = (a: Code) => number[];
type Binary = (a: Code, b: Code) => number[];

export const f32: Numbers = {
  ...wasm.f32,
  type: F32,
  lanes: 1,
  bytes: 4,
  load: (address, k = 0) => wasm.f32.load(address, 4 * k),
  loadSplat: (address, k = 0) => wasm.f32.load(address, 4 * k),
  store: (address, k, value) => wasm.f32.store(address, value, 4 * k),
  splat: (value) => [...value],
  whereLess: (a, b, yes, no) => wasm.select(yes, no, wasm.f32.lessThan(a, b)),
  shiftLeft: (a, bits) =>
    wasm.f32.fromBits(wasm.i32.shiftLeft(wasm.i32.fromFloat(a), wasm.i32.constant(bits))),
  fused: (sum, a, b) => wasm.f32.add(sum, wasm.f32.multiply(a, b)),
};

export const f32x4: Numbers = {
  ...wasm.f32x4,
  type: V128,
  lanes: 4,
  bytes: 16,
  zero: wasm.f32x4.splat(wasm.f32.zero),
  load: (address, k = 0) => wasm.f32x4.load(address, 16 * k),
  loadSplat: (address, k = 0) => wasm.f32x4.loadSplat(address, 4 * k),
  store: (address, k, value) => wasm.f32x4.store(address, value, 16 * k),
  whereLess: (a, b, yes, no) => wasm.selectBits(yes, no, wasm.f32x4.lessThan(a, b)),
  shiftLeft: (a, bits) => wasm.i32x4.shiftLeft(a, wasm.i32.constant(bits)),
  fused: (sum, a, b) => wasm.f32x4.add(sum, wasm.f32x4.multiply(a, b)),
};

const fusedF32x4: Numbers = {
  ...f32x4,
  fused: (sum, a, b) => wasm.f32x4.relaxedMultiplyAdd(a, b, sum),
};

/** Vectors whose multiply-adds are fused, where `fusesMultiplyAdd` says that they can be, or separate. */
export const vectors = (fused: boolean): Numbers => (fused ? fusedF32x4 : f32x4);

/** The sum of a vector's four numbers, as a single number. */
export const laneSum = (vector: Code): number[] => {
  const lane = (k: number) => wasm.f32x4.lane(vector, k);
  return f32.add(f32.add(lane(0), lane(1)), f32.add(lane(2), lane(3)));
};
