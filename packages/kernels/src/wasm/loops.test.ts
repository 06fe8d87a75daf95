import { setFlagsFromString } from 'node:v8';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { randomStream } from 'slimwave-base/random';
import { ELEMENTWISE } from './elementwise.ts';
import { GRADIENT_WIDTHS, HEIGHTS, isTile } from './gradientLoops.ts';
import type { Backend } from './kernels.ts';
import { fastLoops, scriptLoops, wasmLoops } from './loops.ts';
import { loopsModule, WIDTHS } from './loopsModule.ts';

const COUNT = 4096;

function memoryOfNumbers(): WebAssembly.Memory {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const random = randomStream(3, 'loops');
  new Float32Array(memory.buffer).set(Float32Array.from({ length: COUNT }, () => random.normal()));
  return memory;
}

// Node 20 has the instruction behind a flag.
beforeAll(() => setFlagsFromString('--experimental-wasm-relaxed-simd'));

describe.each([{ fused: false }, { fused: true }])('loops, $fused', (options) => {
  it.each(['correlate', 'spread'] as const)('%s the same in WebAssembly and JavaScript', (name) => {
    for (const width of WIDTHS) {
      const [compiled, scripted] = [memoryOfNumbers(), memoryOfNumbers()];
      const heap = new Float32Array(scripted.buffer);
      const before = heap.slice();
      // 5 rows of 7 columns at offsets that are multiples of a number's size, not of a vector's.
      const a = [4, 1024, 8192, 5, 1000, 900, 7, 72, 68] as const;
      wasmLoops(compiled, loopsModule(options))[name][width](...a);
      scriptLoops(heap)[name][width](...a);
      const actual = new Float32Array(compiled.buffer);
      expect(heap).not.toEqual(before);
      heap.forEach((want, i) => expect(actual[i]).toBeCloseTo(want, 3));
    }
  });

  it('adds the same gradients in WebAssembly and JavaScript', () => {
    for (const height of HEIGHTS) {
      for (const width of GRADIENT_WIDTHS.filter((one) => isTile(height, one))) {
        const [compiled, scripted] = [memoryOfNumbers(), memoryOfNumbers()];
        const heap = new Float32Array(scripted.buffer);
        const before = heap.slice();
        // 2 tiles by 3, of 2 images with 3 rows of 4 columns.
        const a = [4, 196, 5000, 9004, 2, 3, 2, 900, 1100, 3, 100, 200, 4, 20, 36] as const;
        wasmLoops(compiled, loopsModule(options)).gradient[height][width](...a);
        scriptLoops(heap).gradient[height][width](...a);
        const actual = new Float32Array(compiled.buffer);
        const changed = heap.filter((value, i) => value !== before[i]).length;
        expect(changed).toBe(2 * height * 3 * width);
        heap.forEach((want, i) => expect(actual[i]).toBeCloseTo(want, 3));
      }
    }
  });
});

describe('loops', () => {
  it.each(ELEMENTWISE)('%s the same in both', (name) => {
    for (const lanes of [4, 1] as const) {
      const [compiled, scripted] = [memoryOfNumbers(), memoryOfNumbers()];
      const heap = new Float32Array(scripted.buffer);
      // Second moments are never negative.
      for (const memory of [compiled, scripted]) {
        const values = new Float32Array(memory.buffer, 2048, 256);
        values.forEach((value, i) => (values[i] = value * value));
      }
      const before = heap.slice();
      const p = {
        adam: [4, 1024, 2048, 3072, 4100, 9, 0.5, 0.9, 0.1, 0.99, 0.01, 0.02, 3, 1e-3, 0.95],
        add: [4, 1024, 2048, 9],
        swish: [4, 1024, 9],
        swishGradient: [4, 1024, 2048, 9],
      }[name];
      wasmLoops(compiled, loopsModule())[name][lanes](...p);
      scriptLoops(heap)[name][lanes](...p);
      const actual = new Float32Array(compiled.buffer);
      expect(heap).not.toEqual(before);
      heap.forEach((want, i) => expect(Math.abs(actual[i] - want)).toBeLessThan(1e-4));
    }
  });

  it('are not assembled again and again where a browser does not allow them', () => {
    const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const backend = { wasm: { asm: { memory: memoryOfNumbers() } } } as unknown as Backend;
    expect([fastLoops(backend), fastLoops(backend)]).toEqual([undefined, undefined]);
    expect(validate).toHaveBeenCalledOnce();
    validate.mockRestore();
  });
});
