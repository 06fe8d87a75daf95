import { describe, expect, it } from 'vitest';
import { ricker, rickerShape } from 'slimwave-waves/source';
import { simulate } from 'slimwave-waves/scene/simulate';
import type { Source } from 'slimwave-waves/scene/excitation';
import type { Point } from 'slimwave-waves/mesh/mesh';
import { clipAt, withGain } from './gain.ts';
import { onsetOf } from './onset.ts';
import { onsetAtSource, ONSETS, type Emitter } from './travelTime.ts';

const gaussian = (s: number) => Math.exp((-s * s) / 2);
/** Half an integral: ∫ f(s − τ)/√τ dτ = ∫ 2 f(s − q²) dq. */
function half(f: (s: number) => number, length: number): (s: number) => number {
  const [step, end] = [0.004 * Math.sqrt(length), Math.sqrt(8 * length)];
  return (s) => {
    let sum = 0;
    for (let q = step / 2; q < end; q += step) sum += 2 * f(s - q * q) * step;
    return sum;
  };
}
const slope = (f: (s: number) => number, step: number) => (s: number) =>
  (f(s + step) - f(s - step)) / (2 * step);

/** Where the beginning of a wave is found, from its middle; `perUnit` samples from −`lead` on. */
function found(wave: (s: number) => number, lead: number, perUnit: number, shift = 0): number {
  const u = Array.from({ length: 2 * lead * perUnit }, (_, k) =>
    wave((k + shift) / perUnit - lead),
  );
  return (onsetOf(u)! + shift) / perUnit - lead;
}

describe('the beginning of a wave', () => {
  it('is where the constants say, for waves in the plane and along a line', () => {
    expect(found(half(rickerShape, 1), 3, 40)).toBeCloseTo(ONSETS.ricker, 2);
    expect(found(rickerShape, 3, 40)).toBeCloseTo(ONSETS.plane, 2);
    expect(found(half(slope(gaussian, 1e-3), 4), 9, 10)).toBeCloseTo(ONSETS.pulse, 1);
  });

  it('does not depend on the samples: within 1 % of a period from 14 of them on', () => {
    for (const perPeriod of [14, 21, 60])
      for (const shift of [0, 0.3, 0.77])
        expect(Math.abs(found(rickerShape, 3, perPeriod, shift) - ONSETS.plane)).toBeLessThan(0.01);
  });

  it('does not depend on size, sign or what comes later', () => {
    const wave = Array.from({ length: 400 }, (_, k) => rickerShape(k / 40 - 3));
    const onset = onsetOf(wave);
    expect(onsetOf(wave.map((u) => -1e-6 * u))).toBeCloseTo(onset!, 6);
    expect(onsetOf(wave.map((u, k) => u + 3 * rickerShape(k / 40 - 7)))).toBeCloseTo(onset!, 0);
  });

  it('is not there in silence, under a wave at the start, or where the record ends too early', () => {
    expect(onsetOf([])).toBeUndefined();
    expect(onsetOf(new Float32Array(50))).toBeUndefined();
    expect(onsetOf([1, 0.5, 0.2, 0])).toBeUndefined();
    expect(onsetOf([0, 0.1, 0.2, 0.4, 0.8])).toBeUndefined();
  });
});

const speed = 1.4;
const at = { x: 0.5, y: 0.5 };
const points: Point[] = [
  [0.8, 0.5],
  [0.5, 0.25],
  [0.68, 0.7],
];

const wavelet = { frequency: 4, delay: 0.35 };
const waves: { emitter: Emitter; source: Source; period: number }[] = [
  {
    emitter: { kind: 'ricker', ...wavelet, width: 0 },
    source: { kind: 'point', ...at, ...wavelet, strength: 1 },
    period: 0.25,
  },
  {
    emitter: { kind: 'ricker', ...wavelet, width: 0.05 },
    source: { kind: 'ricker', ...at, ...wavelet, width: 0.05, amplitude: 1 },
    period: 0.25,
  },
  {
    emitter: { kind: 'pulse', width: 0.06 },
    source: { kind: 'pulse', ...at, width: 0.06, height: 1 },
    period: (6 * 0.06) / speed,
  },
];

it.each(waves)('of $emitter the travel time is r/c', ({ emitter, source, period }) => {
  const frames = 161;
  const { frames: u, timing } = simulate({
    scene: {
      mesh: 'quadrilaterals',
      size: 1 / 80,
      box: { x: [0, 1], y: [0, 1] },
      sides: { left: 'absorbing', right: 'absorbing', bottom: 'absorbing', top: 'absorbing' },
      background: { speed, density: 1 },
      layers: [],
      inclusions: [],
      obstacles: [],
      lines: [],
    },
    sources: [source],
    points,
    outputs: { from: 0, duration: 0.8, frames },
  });
  points.forEach(([x, y], p) => {
    const trace = Array.from({ length: frames }, (_, k) => u[k * points.length + p]);
    const onset = onsetOf(trace)! * timing.outputInterval;
    const time = onset - onsetAtSource(emitter, speed);
    expect(Math.abs(time - Math.hypot(x - at.x, y - at.y) / speed)).toBeLessThan(0.06 * period);
  });
});

describe('gains', () => {
  const traces = [1, 0.01, 0].map((size) =>
    Float32Array.from({ length: 200 }, (_, k) => size * ricker(k / 100, 4)),
  );

  it('by trace makes every largest value one, and leaves silence', () => {
    expect(
      withGain(traces, 'trace', 10).map((u) => u.reduce((a, b) => Math.max(a, Math.abs(b)))),
    ).toEqual([1, 1, 0]);
    expect(withGain(traces, 'common', 10)).toBe(traces);
  });

  it('automatic control brings weak and strong parts to one size', () => {
    const [strong, weak] = withGain(traces, 'agc', 20).map((u) => clipAt([u], 100));
    expect(weak / strong).toBeGreaterThan(0.9);
    expect(clipAt(traces, 100)).toBeGreaterThan(0.99);
  });

  it('clips at a percentile', () => {
    const ramp = Float32Array.from({ length: 1000 }, (_, k) => -k);
    expect(clipAt([ramp], 90)).toBe(900);
    expect(clipAt([ramp], 100)).toBe(999);
    expect(clipAt([], 99)).toBe(0);
  });
});
