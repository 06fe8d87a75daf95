/**
 * Assembles WebAssembly modules byte by byte: functions over a memory that the host brings along.
 *
 * Format: WebAssembly Core Specification 2.0, section 5.5.
 */
import { unsigned, type Code, type ValueType } from './encoding.ts';

/** “\0asm”, version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

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
