import { describe, expect, it } from 'vitest';
import { loopsModule } from './loopsModule.ts';
import { wasmLoops } from './loops.ts';

const memory = new WebAssembly.Memory({ initial: 3 });
const loops = wasmLoops(memory, loopsModule());
const [X, DY, OUT] = [0, 65536, 131072];

/** Values of a loop at some points, four at a time and one at a time, which must agree to the bit. */
function computed(name: 'swish' | 'swishGradient', points: readonly number[]): Float32Array {
  const at = (address: number) => new Float32Array(memory.buffer, address, points.length);
  at(X).set(points);
  at(DY).fill(1);
  const addresses = name === 'swish' ? [X, OUT] : [X, DY, OUT];
  loops[name][1](...addresses, points.length);
  const single = at(OUT).slice();
  at(OUT).fill(0);
  loops[name][4](...addresses, points.length / 4);
  expect(new Uint32Array(at(OUT).slice().buffer)).toEqual(new Uint32Array(single.buffer));
  return single;
}

/**
 * The distance of a float32 number to the next larger one in magnitude. Where e^−|x| counts as 0, it may miss what the
 * smallest normal number gives.
 */
const unitOf = (value: number, x: number): number =>
  Math.max(
    2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(value) || 1e-50))) - 23),
    x < -87.33 ? -x * 2 ** -126 : 0,
  );

/** Points all over the float32 numbers: their bits in equal steps, both signs. */
const everywhere = Array.from(
  new Float32Array(
    Uint32Array.from({ length: 4096 }, (_, i) => i * 0x7f800 + (i % 7) * 911).buffer,
  ),
  (x, i) => (i % 2 === 0 ? x : -x),
).filter(Number.isFinite);
/** Where the function bends, and where e^−|x| leaves the normal numbers and then all. */
const dense = Array.from({ length: 4096 }, (_, i) => Math.fround((i - 2048) / 19.3));
const special = [
  0, -0, 87.3, -87.3, 87.4, -87.4, 88, -88, 88.8, -88.8, 103.9, -103.9, 104, -104, 1e-45, -1e-45,
];
const points = [
  ...everywhere.slice(0, 4 * Math.floor(everywhere.length / 4)),
  ...dense,
  ...special,
];

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('swish in one pass', () => {
  it('is within three units in the last place of the exact value, everywhere', () => {
    const values = computed('swish', points);
    points.forEach((point, i) => {
      const x = Math.fround(point);
      const exact = x < -700 ? 0 : x * sigmoid(x);
      expect(Math.abs(values[i] - exact) / unitOf(exact, x), `at ${x}`).toBeLessThanOrEqual(3);
    });
  });

  it('has a gradient within four units in the last place of what its definition adds', () => {
    const values = computed('swishGradient', points);
    points.forEach((point, i) => {
      const x = Math.fround(point);
      const [s, rest] = [sigmoid(x), sigmoid(-x)];
      const exact = s * (1 + x * rest);
      const scale = s * (1 + Math.abs(x) * rest);
      expect(Math.abs(values[i] - exact) / unitOf(scale, x), `at ${x}`).toBeLessThanOrEqual(4);
    });
  });

  it('says of what is no number that it is none, and goes to infinity with x', () => {
    const at = [NaN, Infinity, -Infinity, NaN];
    expect(Array.from(computed('swish', at))).toEqual([NaN, Infinity, NaN, NaN]);
    expect(Array.from(computed('swishGradient', at))).toEqual([NaN, NaN, NaN, NaN]);
  });
});
