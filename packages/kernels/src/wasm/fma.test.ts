import { setFlagsFromString } from 'node:v8';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackend } from '../loadBackend.testing.ts';
import { randomStream } from 'slimwave-base/random';
import { deviceChecks, FULL } from '../checks/index.ts';
import { fusesMultiplyAdd } from './fma.ts';
import type { Backend } from './kernels.ts';
import { fuseLoops, isFused, wasmLoops } from './loops.ts';
import { loopsModule } from './loopsModule.ts';

/** Node 20 has the instruction behind a flag. */
const withInstruction = (there: boolean) =>
  setFlagsFromString(`--${there ? '' : 'no-'}experimental-wasm-relaxed-simd`);

beforeAll(() => withInstruction(true));

const LANES = 4;
const TERMS = 50;
/** Byte addresses: of a sum, and of the terms. */
const [A, B] = [1024, 2048];

/** Four sums of products by a loop, and what they must be if each term is rounded once or twice. */
function sums(fused: boolean) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const numbers = new Float32Array(memory.buffer);
  const random = randomStream(1, 'fma');
  numbers.forEach((_, i) => (numbers[i] = random.normal()));
  const before = numbers.slice();
  const { gradient } = wasmLoops(memory, loopsModule({ fused }));
  gradient[1][4](0, 0, A, B, 1, 1, 1, 0, 0, 1, 0, 0, TERMS, 4, 4 * LANES);
  const wanted = (term: (sum: number, product: number) => number) =>
    Array.from({ length: LANES }, (_, lane) => {
      let sum = 0;
      for (let i = 0; i < TERMS; i++) {
        sum = term(sum, before[A / 4 + i] * before[B / 4 + LANES * i + lane]);
      }
      return Math.fround(before[lane] + sum);
    });
  return {
    actual: Array.from(numbers.subarray(0, LANES)),
    // A product of two float32 numbers is exact in float64.
    once: wanted((sum, product) => Math.fround(sum + product)),
    twice: wanted((sum, product) => Math.fround(sum + Math.fround(product))),
  };
}

describe('fused multiply-adds', () => {
  it('are found, and round once where separate ones round twice', () => {
    expect(fusesMultiplyAdd()).toBe(true);
    const [fused, separate] = [sums(true), sums(false)];
    expect(fused.actual).toEqual(fused.once);
    expect(separate.actual).toEqual(separate.twice);
    expect(fused.once).not.toEqual(fused.twice);
  });

  it('are not used without the instruction, or where they are not wanted', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const backend = { wasm: { asm: { memory } } } as unknown as Backend;
    withInstruction(false);
    // Later versions of Node always have it.
    const always = fusesMultiplyAdd();
    expect(fuseLoops(backend, true)).toBe(always);
    withInstruction(true);
    expect(fuseLoops(backend, true)).toBe(!always);
    expect(fuseLoops(backend, true)).toBe(false);
    expect(isFused(backend)).toBe(true);
    expect(fuseLoops(backend, false)).toBe(true);
    expect(isFused(backend)).toBe(false);
  });
});

describe('the backend with fused multiply-adds', () => {
  beforeAll(async () => {
    await loadBackend('wasm');
    await tf.setBackend('wasm');
    fuseLoops(tf.backend() as Backend, true);
  });
  afterAll(() => void fuseLoops(tf.backend() as Backend, false));

  it('passes the checks of all convolutions', async () => {
    const checks = deviceChecks(5, FULL).filter(({ group }) => /onv|Depthwise/.test(group));
    expect(checks.length).toBeGreaterThan(100);
    for (const check of checks) {
      const { passed, name, problem } = await check.run();
      expect({ name, passed, problem }).toEqual({ name, passed: true, problem: undefined });
    }
  });
});
