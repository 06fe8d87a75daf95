/**
 * Inner loops over the memory that tfjs's wasm backend keeps its tensors in: as WebAssembly of ours
 * with 128-bit SIMD where that memory can be shared, else in JavaScript.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { FLOAT, type Backend } from './kernels.ts';
import { scriptBlend, type BlendLoop } from './blendLoops.ts';
import { CONVOLUTIONS, type ConvolutionLoop, type ConvolutionTile } from './convolutionLoops.ts';
import type { DotLoop } from './dotLoops.ts';
import { fusesMultiplyAdd } from './fma.ts';
import {
  GRADIENT_WIDTHS,
  HEIGHTS,
  isTile,
  scriptGradient,
  type GradientLoop,
  type GradientWidth,
  type Height,
} from './gradientLoops.ts';
import { ELEMENTWISE, type ElementwiseLoop, type ElementwiseName } from './elementwise.ts';
import {
  copyRowsBy,
  zeroRowsBy,
  type CopyRows,
  type CopyRowsLoop,
  type ZeroRows,
  type ZeroRowsLoop,
} from './copyRows.ts';
import {
  CHANNEL_WIDTHS,
  PIXELS,
  TAPS,
  type ChannelWidth,
  type DepthwiseGradientLoop,
  type DepthwiseLoop,
  type Pixels,
  type Taps,
} from './depthwiseLoops.ts';
import { RUN_TAPS, type RunGradientLoop, type RunLoop, type RunTaps } from './runLoops.ts';
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

type GradientLoops = Record<Height, Record<GradientWidth, GradientLoop>>;

export type Loops = Record<LoopName, Record<Width, Loop>> & {
  gradient: GradientLoops;
  blend1: BlendLoop;
  blend2: BlendLoop;
} & Record<ElementwiseName, Record<4 | 1, ElementwiseLoop>>;

/** What WebAssembly alone has: in JavaScript the backend's own kernels are faster. */
export type FastLoops = Loops & {
  convolution: Record<ConvolutionTile, ConvolutionLoop>;
  dots: Record<4 | 1, DotLoop>;
  copyRows: CopyRows;
  zeroRows: ZeroRows;
  depthwise: Record<`${Pixels}x${ChannelWidth}`, DepthwiseLoop>;
  depthwiseGradient: Record<`${Taps}x${ChannelWidth}`, DepthwiseGradientLoop>;
  run: Record<RunTaps, RunLoop>;
  runGradient: Record<RunTaps, RunGradientLoop>;
};

/** By memory; undefined where this browser does not allow them, which is found out only once. */
const compiled = new WeakMap<object, FastLoops | undefined>();
/** Memories whose loops have fused multiply-adds. */
const fused = new WeakSet();

/** The loops in WebAssembly; undefined if this backend's memory or this browser does not allow them. */
export function fastLoops(backend: Backend): FastLoops | undefined {
  const memory = backend.wasm.asm?.memory;
  if (!memory) return undefined;
  if (compiled.has(memory)) return compiled.get(memory);
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const bytes = loopsModule({ shared, fused: fused.has(memory) });
  const loops = WebAssembly.validate(bytes) ? wasmLoops(memory, bytes) : undefined;
  compiled.set(memory, loops);
  return loops;
}

/** Whether the backend's sums of products are rounded once a term; see `fma.ts`. */
export const isFused = (backend: Backend): boolean => fused.has(backend.wasm.asm?.memory ?? {});

/**
 * Gives the backend's loops fused multiply-adds, if `wanted` and this browser and processor have them, or separate
 * ones, as they are at first. Says whether that is a change: then its threads have to be started anew.
 */
export function fuseLoops(backend: Backend, wanted: boolean): boolean {
  const memory = backend.wasm.asm?.memory;
  if (!memory) return false;
  const fuse = wanted && fusesMultiplyAdd();
  if (fuse === fused.has(memory)) return false;
  if (fuse) fused.add(memory);
  else fused.delete(memory);
  compiled.delete(memory);
  return true;
}

/**
 * The loops for a backend's memory. Ask again after every allocation: JavaScript's view of the memory
 * ends when it grows.
 */
export const loopsFor = (backend: Backend): Loops =>
  fastLoops(backend) ?? scriptLoops(heapOf(backend));

const heapOf = (backend: Backend): Float32Array => new Float32Array(backend.wasm.HEAPU8.buffer);

export function zeros(backend: Backend, shape: number[]): tf.TensorInfo {
  const tensor = backend.makeOutput(shape, 'float32');
  view(backend, tensor).fill(0);
  return tensor;
}

/** Valid until the memory grows, which any allocation may cause. */
export function view(backend: Backend, tensor: tf.TensorInfo): Float32Array {
  const start = backend.getMemoryOffset(tensor.dataId) / FLOAT;
  return heapOf(backend).subarray(start, start + sizeOf(tensor.shape));
}

export function wasmLoops(memory: WebAssembly.Memory, bytes: Uint8Array<ArrayBuffer>): FastLoops {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  const all = (name: LoopName) =>
    Object.fromEntries(WIDTHS.map((width) => [width, exports[`${name}${width}`]])) as Record<
      Width,
      Loop
    >;
  const elementwise = Object.fromEntries(
    ELEMENTWISE.map((name) => [name, { 4: exports[`${name}4`], 1: exports[`${name}1`] }]),
  ) as Record<ElementwiseName, Record<4 | 1, ElementwiseLoop>>;
  const convolution = Object.fromEntries(
    CONVOLUTIONS.map((tile) => [tile, exports[`convolution${tile}`]]),
  ) as Record<ConvolutionTile, ConvolutionLoop>;
  const loops = {
    correlate: all('correlate'),
    spread: all('spread'),
    gradient: gradients((height, width) => exports[`gradient${height}x${width}`] as GradientLoop),
    ...elementwise,
    blend1: exports.blend1 as BlendLoop,
    blend2: exports.blend2 as BlendLoop,
  };
  const dots = { 4: exports.dots4 as DotLoop, 1: exports.dots1 as DotLoop };
  const copyRows = copyRowsBy(exports.copyRows as CopyRowsLoop);
  const zeroRows = zeroRowsBy(exports.zeroRows as ZeroRowsLoop);
  const byTaps = (name: string) =>
    Object.fromEntries(RUN_TAPS.map((taps) => [taps, exports[`${name}${taps}`]]));
  const sized = (name: string, counts: readonly number[]) =>
    Object.fromEntries(
      counts.flatMap((count) =>
        CHANNEL_WIDTHS.map((width) => [`${count}x${width}`, exports[`${name}${count}x${width}`]]),
      ),
    );
  return {
    ...loops,
    convolution,
    dots,
    copyRows,
    zeroRows,
    depthwise: sized('depthwise', PIXELS) as FastLoops['depthwise'],
    depthwiseGradient: sized('depthwiseGradient', TAPS) as FastLoops['depthwiseGradient'],
    run: byTaps('run') as FastLoops['run'],
    runGradient: byTaps('runGradient') as FastLoops['runGradient'],
  };
}

/** A loop of every size. */
const gradients = (loop: (height: Height, width: GradientWidth) => GradientLoop) =>
  Object.fromEntries(
    HEIGHTS.map((height) => [
      height,
      Object.fromEntries(
        GRADIENT_WIDTHS.filter((width) => isTile(height, width)).map((width) => [
          width,
          loop(height, width),
        ]),
      ),
    ]),
  ) as GradientLoops;

/** The same in JavaScript, on float32 numbers by index. */
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
    gradient: gradients((height, width) => scriptGradient(heap, height, width)),
    ...scriptElementwise(heap),
    blend1: scriptBlend(heap, 1),
    blend2: scriptBlend(heap, 2),
  };
}

/** Fallbacks of `elementwise.ts`, which says what the parameters are. */
function scriptElementwise(
  heap: Float32Array,
): Record<ElementwiseName, Record<4 | 1, ElementwiseLoop>> {
  const both = (each: (at: number[], scalars: number[]) => void, arrays: number) => {
    const loop =
      (lanes: number): ElementwiseLoop =>
      (...parameters) => {
        const at = parameters.slice(0, arrays).map((address) => address / 4);
        const scalars = parameters.slice(arrays + 1);
        for (let i = 0; i < parameters[arrays] * lanes; i++) {
          each(at, scalars);
          at.forEach((_, k) => at[k]++);
        }
      };
    return { 4: loop(4), 1: loop(1) };
  };
  return {
    adam: both(
      (
        [w, m, v, g, result],
        [factor, beta1, rest1, beta2, rest2, rate, inverse2, epsilon, kept],
      ) => {
        const gradient = heap[g] * factor;
        heap[m] = heap[m] * beta1 + gradient * rest1;
        heap[v] = heap[v] * beta2 + gradient * gradient * rest2;
        heap[result] =
          heap[w] * kept - (rate * heap[m]) / (Math.sqrt(heap[v] * inverse2) + epsilon);
      },
      5,
    ),
    add: both(([a, b, sum]) => {
      heap[sum] = heap[a] + heap[b];
    }, 3),
    swish: both(([x, y]) => {
      heap[y] = heap[x] / (1 + Math.exp(-heap[x]));
    }, 2),
    swishGradient: both(([x, dy, dx]) => {
      const sigmoid = 1 / (1 + Math.exp(-heap[x]));
      heap[dx] = heap[dy] * sigmoid * (1 + heap[x] * (1 - sigmoid));
    }, 3),
  };
}
