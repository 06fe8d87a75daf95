/**
 * The loops of `loops.ts` as WebAssembly, assembled byte by byte: one function for each loop and number
 * of neighbouring float32 numbers. Wider functions keep more sums in flight.
 *
 * Format and opcodes: WebAssembly Core Specification 2.0, section 5.
 */
export type LoopName = 'correlate' | 'spread';

/** Numbers side by side: four vectors (a cache line), one vector, one number. */
export const WIDTHS = [16, 4, 1] as const;
export type Width = (typeof WIDTHS)[number];

/** Sizes of the tiles of `outer`: rows by neighbouring numbers. The sums of a tile stay in registers. */
export const TILES = ['4x8', '4x4', '4x1', '1x16', '1x8', '1x4', '1x1'] as const;
export type Tile = (typeof TILES)[number];

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
  /** One number, to every lane. */
  splat: number[];
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
  splat: [0x2a, ALIGNMENT],
};
const f32x4: Numbers = {
  type: V128,
  bytes: 16,
  load: [...simd(0), ALIGNMENT],
  store: [...simd(11), ALIGNMENT],
  add: simd(0xe4),
  multiply: simd(0xe6),
  splat: [...simd(9), ALIGNMENT],
};

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

const at = (k: number, { bytes }: Numbers): number[] => unsigned(k * bytes);
const load = (address: number[], k: number, numbers: Numbers): number[] => [
  ...address,
  ...numbers.load,
  ...at(k, numbers),
];
const store = (address: number[], k: number, value: number[], numbers: Numbers): number[] => [
  ...address,
  ...value,
  ...numbers.store,
  ...at(k, numbers),
];
/** sum + a·b */
const fused = (sum: number[], a: number[], b: number[], numbers: Numbers): number[] => [
  ...sum,
  ...a,
  ...b,
  ...numbers.multiply,
  ...numbers.add,
];

/** Code and locals as a function of a code section. */
function wasmFunction(locals: number[][], body: number[]): number[] {
  const declared = vector(locals);
  const code = [...declared, ...body, 0x0b];
  return [...unsigned(code.length), ...code];
}

const LOOP_PARAMETERS = 9;

function loopFunction(name: LoopName, width: Width): number[] {
  const [V, A, B, ROWS, A_ROW, B_ROW, COLUMNS, A_COLUMN, B_COLUMN] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const [A_AT, B_AT, LEFT, VALUE] = [9, 10, 11, 12];
  const numbers = width === 1 ? f32 : f32x4;
  const parts = Array.from({ length: (4 * width) / numbers.bytes }, (_, k) => k);
  const term = (k: number) => {
    const [a, b] = [load(get(A_AT), k, numbers), load(get(B_AT), k, numbers)];
    const value = get(VALUE + k);
    return name === 'correlate'
      ? set(VALUE + k, fused(value, a, b, numbers))
      : store(get(A_AT), k, fused(a, b, value, numbers), numbers);
  };
  const columns = [
    ...parts.flatMap(term),
    ...add(A_AT, get(A_COLUMN)),
    ...add(B_AT, get(B_COLUMN)),
  ];
  const rows = [
    ...set(A_AT, get(A)),
    ...set(B_AT, get(B)),
    ...set(LEFT, get(COLUMNS)),
    ...repeat(LEFT, columns),
    ...add(A, get(A_ROW)),
    ...add(B, get(B_ROW)),
  ];
  const keep = (k: number) => store(get(V), k, get(VALUE + k), numbers);
  return wasmFunction(
    [
      [3, I32],
      [parts.length, numbers.type],
    ],
    [
      ...parts.flatMap((k) => set(VALUE + k, load(get(V), k, numbers))),
      ...repeat(ROWS, rows),
      ...(name === 'correlate' ? parts.flatMap(keep) : []),
    ],
  );
}

const TILE_PARAMETERS = 13;

function tileFunction(tile: Tile): number[] {
  const [OUT, OUT_ROW, A, , , , B, ROWS, A_ROW, B_ROW, COLUMNS, A_COLUMN, B_COLUMN] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ];
  const [A_OFFSET, A_AT, B_AT, LEFT, VALUE] = [13, 14, 15, 16, 17];
  const [height, width] = tile.split('x').map(Number);
  const numbers = width === 1 ? f32 : f32x4;
  const parts = Array.from({ length: (4 * width) / numbers.bytes }, (_, k) => k);
  const lines = Array.from({ length: height }, (_, r) => r);
  const SUM = VALUE + parts.length + 1;
  const sum = (r: number, k: number) => SUM + r * parts.length + k;
  const FACTOR = VALUE + parts.length;
  const line = (r: number) => [
    ...set(FACTOR, [...get(A + r), ...get(A_AT), 0x6a, ...numbers.splat, 0]),
    ...parts.flatMap((k) =>
      set(sum(r, k), fused(get(sum(r, k)), get(FACTOR), get(VALUE + k), numbers)),
    ),
  ];
  const columns = [
    ...parts.flatMap((k) => set(VALUE + k, load(get(B_AT), k, numbers))),
    ...lines.flatMap(line),
    ...add(A_AT, get(A_COLUMN)),
    ...add(B_AT, get(B_COLUMN)),
  ];
  const rows = [
    ...set(A_AT, get(A_OFFSET)),
    ...set(B_AT, get(B)),
    ...set(LEFT, get(COLUMNS)),
    ...repeat(LEFT, columns),
    ...add(A_OFFSET, get(A_ROW)),
    ...add(B, get(B_ROW)),
  ];
  const addLine = (r: number) => [
    ...parts.flatMap((k) => {
      const value = [...load(get(OUT), k, numbers), ...get(sum(r, k)), ...numbers.add];
      return store(get(OUT), k, value, numbers);
    }),
    ...add(OUT, get(OUT_ROW)),
  ];
  return wasmFunction(
    [
      [4, I32],
      [(height + 1) * parts.length + 1, numbers.type],
    ],
    [...repeat(ROWS, rows), ...lines.flatMap(addLine)],
  );
}

const signature = (parameters: number): number[] => [
  0x60, // a function
  ...vector(Array.from({ length: parameters }, () => [I32])),
  0, // without a result
];

/** The bytes of a module with `correlate<width>`, `spread<width>` and `outer<tile>` for every size. */
export function loopsModule(): Uint8Array<ArrayBuffer> {
  const loops = (['correlate', 'spread'] as const).flatMap((name) =>
    WIDTHS.map((width) => ({ name: `${name}${width}`, type: 0, code: loopFunction(name, width) })),
  );
  const tiles = TILES.map((tile) => ({ name: `outer${tile}`, type: 1, code: tileFunction(tile) }));
  const functions = [...loops, ...tiles];
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, vector([signature(LOOP_PARAMETERS), signature(TILE_PARAMETERS)])),
    ...section(2, vector([[...text('host'), ...text('memory'), 0x02, 0x00, 0x00]])),
    ...section(3, vector(functions.map(({ type }) => [type]))),
    ...section(7, vector(functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]))),
    ...section(10, vector(functions.map(({ code }) => code))),
  ]);
}
