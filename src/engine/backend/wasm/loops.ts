/**
 * Two inner loops over the memory that tfjs's wasm backend keeps its tensors in: as WebAssembly of ours
 * with 128-bit SIMD where that memory can be shared, else in JavaScript.
 */
import type { Backend } from './kernels.ts';
import { loopsModule, WIDTHS, type LoopName, type Width } from './loopsModule.ts';

/**
 * `correlate`: v ← v + Σ a·b over rows and columns.
 * `spread`: a ← a + b·v in every row and column.
 *
 * v, a and b are byte addresses of `width` neighbouring float32 numbers; the strides are in bytes. There
 * must be at least one row and one column.
 */
export type Loop = (
  v: number,
  a: number,
  b: number,
  rows: number,
  aRow: number,
  bRow: number,
  columns: number,
  aColumn: number,
  bColumn: number,
) => void;

export type Loops = Record<LoopName, Record<Width, Loop>>;

const compiled = new WeakMap<object, Loops>();

/**
 * The loops for a backend's memory. Ask again after every allocation: JavaScript's view of the memory
 * ends when it grows.
 */
export function loopsFor(backend: Backend): Loops {
  const memory = backend.wasm.asm?.memory;
  // Memory shared between threads would need a module of another type.
  if (!memory || !(memory.buffer instanceof ArrayBuffer)) return scriptLoops(heapOf(backend));
  const known = compiled.get(memory);
  if (known) return known;
  const bytes = loopsModule();
  if (!WebAssembly.validate(bytes)) return scriptLoops(heapOf(backend));
  const loops = wasmLoops(memory, bytes);
  compiled.set(memory, loops);
  return loops;
}

export const heapOf = (backend: Backend): Float32Array =>
  new Float32Array(backend.wasm.HEAPU8.buffer);

export function wasmLoops(memory: WebAssembly.Memory, bytes: Uint8Array<ArrayBuffer>): Loops {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  const all = (name: LoopName) =>
    Object.fromEntries(WIDTHS.map((width) => [width, exports[`${name}${width}`]])) as Record<
      Width,
      Loop
    >;
  return { correlate: all('correlate'), spread: all('spread') };
}

export function scriptLoops(heap: Float32Array): Loops {
  const loop =
    (width: Width, term: (v: number, a: number, b: number) => void): Loop =>
    (v, a, b, rows, aRow, bRow, columns, aColumn, bColumn) => {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const first = (a + row * aRow + column * aColumn) / 4;
          const second = (b + row * bRow + column * bColumn) / 4;
          for (let k = 0; k < width; k++) term(v / 4 + k, first + k, second + k);
        }
      }
    };
  const all = (term: (v: number, a: number, b: number) => void): Record<Width, Loop> => ({
    16: loop(16, term),
    4: loop(4, term),
    1: loop(1, term),
  });
  return {
    correlate: all((v, a, b) => (heap[v] += heap[a] * heap[b])),
    spread: all((v, a, b) => (heap[a] += heap[b] * heap[v])),
  };
}
