/**
 * Numbers side by side in a kernel: four lanes of one cell (two vectors of two), two cells of one lane (one vector), or one
 * cell of one lane where there is no SIMD. All round alike: their bits are the same.
 */
import { F64, V128, type Code, type ValueType } from 'slimwave-base/wasm/encoding';
import { f64, f64x2, get, i32, set } from 'slimwave-base/wasm/instructions';

export type Form = 'scalar' | 'pairs' | 'lanes';

export interface Wide {
  form: Form;
  type: ValueType;
  /** Locals per value, bytes per value in scratch memory, and cells that run side by side. */
  parts: number;
  bytes: number;
  cells: number;
  zero: Code;
  add: (a: Code, b: Code) => number[];
  subtract: (a: Code, b: Code) => number[];
  multiply: (a: Code, b: Code) => number[];
  /** A value of this width; `offset` counts values. */
  load: (address: Code, offset: number, part: number) => number[];
  store: (address: Code, value: Code, offset: number, part: number) => number[];
  /** One number for all; `offset` counts numbers. */
  constant: (address: Code, offset: number) => number[];
  /** One number per cell, cells side by side; or per node, nodes side by side. */
  perCell: (address: Code, offset: number) => number[];
  /** Of a node of each cell, whose byte offset from `base` stands at `offsets`. */
  gather: (base: number, offsets: number, place: number, part: number) => number[];
  /** Adds a local to the same. */
  scatter: (base: number, offsets: number, place: number, part: number, value: number) => number[];
}

/** Where a node of cell `cell` is. */
const nodeAt = (base: number, offsets: number, place: number): number[] =>
  i32.add(get(base), i32.load(get(offsets), 4 * place));

const scalar: Wide = {
  form: 'scalar',
  type: F64,
  parts: 1,
  bytes: 8,
  cells: 1,
  zero: f64.zero,
  add: f64.add,
  subtract: f64.subtract,
  multiply: f64.multiply,
  load: (address, offset) => f64.load(address, 8 * offset),
  store: (address, value, offset) => f64.store(address, value, 8 * offset),
  constant: (address, offset) => f64.load(address, 8 * offset),
  perCell: (address, offset) => f64.load(address, 8 * offset),
  gather: (base, offsets, place) => f64.load(nodeAt(base, offsets, place)),
  scatter: (base, offsets, place, _, value) => {
    const node = nodeAt(base, offsets, place);
    return f64.store(node, f64.add(f64.load(node), get(value)));
  },
};

const vectors = {
  type: V128,
  zero: f64x2.zero,
  add: f64x2.add,
  subtract: f64x2.subtract,
  multiply: f64x2.multiply,
};

const pairs: Wide = {
  ...vectors,
  form: 'pairs',
  parts: 1,
  bytes: 16,
  cells: 2,
  load: (address, offset) => f64x2.load(address, 16 * offset),
  store: (address, value, offset) => f64x2.store(address, value, 16 * offset),
  constant: (address, offset) => f64x2.loadSplat(address, 8 * offset),
  perCell: (address, offset) => f64x2.load(address, 16 * offset),
  gather: (base, offsets, place) =>
    f64x2.loadSecond(
      nodeAt(base, offsets, 2 * place + 1),
      f64x2.loadFirst(nodeAt(base, offsets, 2 * place)),
    ),
  // One cell after the other: they may share the node.
  scatter: (base, offsets, place, _, value) =>
    [0, 1].flatMap((cell) => {
      const node = nodeAt(base, offsets, 2 * place + cell);
      return f64x2.storeLane(node, f64x2.add(f64x2.loadSplat(node), get(value)), cell);
    }),
};

const lanes: Wide = {
  ...vectors,
  form: 'lanes',
  parts: 2,
  bytes: 32,
  cells: 1,
  load: (address, offset, part) => f64x2.load(address, 32 * offset + 16 * part),
  store: (address, value, offset, part) => f64x2.store(address, value, 32 * offset + 16 * part),
  constant: (address, offset) => f64x2.loadSplat(address, 8 * offset),
  perCell: (address, offset) => f64x2.loadSplat(address, 8 * offset),
  gather: (base, offsets, place, part) => f64x2.load(nodeAt(base, offsets, place), 16 * part),
  scatter: (base, offsets, place, part, value) => {
    const node = nodeAt(base, offsets, place);
    const sum = f64x2.add(f64x2.load(node, 16 * part), get(value));
    return f64x2.store(node, sum, 16 * part);
  },
};

export const wide: Readonly<Record<Form, Wide>> = { scalar, pairs, lanes };

/** Sets all parts of a value that begins at a local. */
export const setWide = ({ parts }: Wide, local: number, value: (part: number) => Code): number[] =>
  Array.from({ length: parts }, (_, part) => set(local + part, value(part))).flat();
