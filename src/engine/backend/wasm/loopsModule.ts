/**
 * The loops of `loops.ts` as WebAssembly, assembled byte by byte: one function for each loop and number
 * of neighbouring float32 numbers. Wider functions keep more sums in flight; 16 numbers are a cache line.
 *
 * Format and opcodes: WebAssembly Core Specification 2.0, section 5.
 */
export type LoopName = 'correlate' | 'spread';

/** Numbers side by side: four vectors, one vector, one number. */
export const WIDTHS = [16, 4, 1] as const;
export type Width = (typeof WIDTHS)[number];

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
/** “\0asm”, version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return bytes;
}

const text = (name: string): number[] => [
  ...unsigned(name.length),
  ...Array.from(name, (letter) => letter.charCodeAt(0)),
];
const vector = (items: readonly number[][]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];
const section = (id: number, content: readonly number[]): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
];

const get = (local: number): number[] => [0x20, ...unsigned(local)];
const set = (local: number, value: readonly number[]): number[] => [
  ...value,
  0x21,
  ...unsigned(local),
];
const add = (local: number, value: number[]): number[] =>
  set(local, [...get(local), ...value, 0x6a]);
const ONE = [0x41, 0x01];
const decrement = (local: number): number[] => set(local, [...get(local), ...ONE, 0x6b]);

/** Load, store, add, multiply: of four lanes, or of a single number. */
interface Numbers {
  type: number;
  bytes: number;
  load: number[];
  store: number[];
  add: number[];
  multiply: number[];
}
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
/** Tensors are aligned to their numbers, 2² bytes, not to vectors. */
const ALIGNMENT = 2;
const f32: Numbers = {
  type: F32,
  bytes: 4,
  load: [0x2a, ALIGNMENT],
  store: [0x38, ALIGNMENT],
  add: [0x92],
  multiply: [0x94],
};
const f32x4: Numbers = {
  type: V128,
  bytes: 16,
  load: [...simd(0), ALIGNMENT],
  store: [...simd(11), ALIGNMENT],
  add: simd(0xe4),
  multiply: simd(0xe6),
};

// The parameters, then the locals.
const [V, A, B, ROWS, A_ROW, B_ROW, COLUMNS, A_COLUMN, B_COLUMN] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const PARAMETERS = 9;
const A_AT = 9;
const B_AT = 10;
const LEFT = 11;
const VALUE = 12;

/** Repeats the body until the counter, which is at least 1, is down to 0. */
const repeat = (counter: number, body: readonly number[]): number[] => [
  0x03, // loop
  0x40, // that leaves no value
  ...body,
  ...decrement(counter),
  ...get(counter),
  0x0d, // if not zero, branch
  0x00, // to the loop
  0x0b, // end of the loop
];

function loopFunction(name: LoopName, width: Width): number[] {
  const numbers = width === 1 ? f32 : f32x4;
  const parts = Array.from({ length: (4 * width) / numbers.bytes }, (_, k) => k);
  const load = (address: number, k: number) => [
    ...get(address),
    ...numbers.load,
    ...unsigned(k * numbers.bytes),
  ];
  const store = (address: number, k: number, value: number[]) => [
    ...get(address),
    ...value,
    ...numbers.store,
    ...unsigned(k * numbers.bytes),
  ];
  const fused = (sum: number[], a: number[], b: number[]) => [
    ...sum,
    ...a,
    ...b,
    ...numbers.multiply,
    ...numbers.add,
  ];
  const term = (k: number) =>
    name === 'correlate'
      ? set(VALUE + k, fused(get(VALUE + k), load(A_AT, k), load(B_AT, k)))
      : store(A_AT, k, fused(load(A_AT, k), load(B_AT, k), get(VALUE + k)));
  const columns = repeat(LEFT, [
    ...parts.flatMap(term),
    ...add(A_AT, get(A_COLUMN)),
    ...add(B_AT, get(B_COLUMN)),
  ]);
  const rows = repeat(ROWS, [
    ...set(A_AT, get(A)),
    ...set(B_AT, get(B)),
    ...set(LEFT, get(COLUMNS)),
    ...columns,
    ...add(A, get(A_ROW)),
    ...add(B, get(B_ROW)),
  ]);
  const body = [
    ...parts.flatMap((k) => set(VALUE + k, load(V, k))),
    ...rows,
    ...(name === 'correlate' ? parts.flatMap((k) => store(V, k, get(VALUE + k))) : []),
    0x0b, // end of the function
  ];
  const locals = vector([
    [3, I32],
    [parts.length, numbers.type],
  ]);
  return [...unsigned(locals.length + body.length), ...locals, ...body];
}

/** The bytes of a module with `correlate<width>` and `spread<width>` for every width. */
export function loopsModule(): Uint8Array<ArrayBuffer> {
  const functions = (['correlate', 'spread'] as const).flatMap((name) =>
    WIDTHS.map((width) => ({ name, width })),
  );
  const signature = [0x60, ...vector(Array.from({ length: PARAMETERS }, () => [I32])), 0];
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, vector([signature])),
    ...section(2, vector([[...text('host'), ...text('memory'), 0x02, 0x00, 0x00]])),
    ...section(3, vector(functions.map(() => [0]))),
    ...section(
      7,
      vector(
        functions.map(({ name, width }, i) => [...text(`${name}${width}`), 0x00, ...unsigned(i)]),
      ),
    ),
    ...section(10, vector(functions.map(({ name, width }) => loopFunction(name, width)))),
  ]);
}
