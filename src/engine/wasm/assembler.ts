/**
 * Assembles WebAssembly modules byte by byte: functions over a memory that the host brings along.
 *
 * Format and opcodes: WebAssembly Core Specification 2.0, section 5.
 */
export type ValueType = 0x7f | 0x7d | 0x7c | 0x7b;
export const I32: ValueType = 0x7f;
export const F32: ValueType = 0x7d;
export const F64: ValueType = 0x7c;
export const V128: ValueType = 0x7b;

/** Instructions, or any other part of a module. */
export type Code = readonly number[];

/** “\0asm”, version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? byte : byte | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a number that is not negative: a leading zero bit keeps it so. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if (rest === 0 && (byte & 0x40) === 0) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

const text = (name: string): number[] => [
  ...unsigned(name.length),
  ...Array.from(name, (letter) => letter.charCodeAt(0)),
];
const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: Code): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
];

export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): number[] => [...value, 0x21, ...unsigned(local)];
export const constant = (value: number): number[] => [0x41, ...signed(value)];
/** local ← local + value */
export const advance = (local: number, value: Code): number[] =>
  set(local, [...get(local), ...value, 0x6a]);
/** An instruction on vectors of 128 bits. */
export const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

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
  repeatWhile(get(counter), [...body, ...set(counter, [...get(counter), ...constant(1), 0x6b])]);

/** The body unless the condition leaves 0. */
export const when = (condition: Code, body: Code): number[] => [
  ...condition,
  0x04, // if
  0x40, // that leaves no value
  ...body,
  0x0b, // end of the condition
];

/** A function without a result; its locals are numbered after its parameters. */
export interface WasmFunction {
  name: string;
  parameters: readonly ValueType[];
  locals: readonly (readonly [count: number, type: ValueType])[];
  body: Code;
}

/** Limits of an imported memory: any, or one of at most 4 GiB that threads share. */
const ANY_MEMORY = [0x00, 0x00];
const SHARED_MEMORY = [0x03, 0x00, ...unsigned(2 ** 16)];

/** The bytes of a module of these functions, working on the memory `host.memory`. */
export function assemble(
  functions: readonly WasmFunction[],
  { shared = false } = {},
): Uint8Array<ArrayBuffer> {
  const signature = ({ parameters }: WasmFunction) => [
    0x60, // a function
    ...vector(parameters.map((type) => [type])),
    0, // without a result
  ];
  const code = ({ locals, body }: WasmFunction) => {
    const declared = vector(locals.map(([count, type]) => [...unsigned(count), type]));
    return [...unsigned(declared.length + body.length + 1), ...declared, ...body, 0x0b];
  };
  const limits = shared ? SHARED_MEMORY : ANY_MEMORY;
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, vector(functions.map(signature))),
    ...section(2, vector([[...text('host'), ...text('memory'), 0x02, ...limits]])),
    ...section(3, vector(functions.map((_, i) => unsigned(i)))),
    ...section(7, vector(functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]))),
    ...section(10, vector(functions.map(code))),
  ]);
}
