import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mediumSpeeds, type MediumOptions } from './speeds.ts';

const kinds = ['smooth', 'layers', 'inclusions', 'mixed'] as const;
const options = (more: Partial<MediumOptions> = {}): MediumOptions => ({
  kind: 'smooth',
  contrast: 4,
  length: 0.2,
  speed: 0.1,
  points: 17,
  ...more,
});

describe.each(kinds)('%s media', (kind) => {
  it('stay within the bounds of their contrast', () => {
    fc.assert(
      fc.property(
        fc.record({
          contrast: fc.double({ min: 1, max: 16, noNaN: true }),
          length: fc.double({ min: 0.06, max: 1, noNaN: true }),
          speed: fc.double({ min: 0.001, max: 10, noNaN: true }),
          seed: fc.nat(),
        }),
        ({ contrast, length, speed, seed }) => {
          const c = mediumSpeeds(options({ kind, contrast, length, speed }), seed);
          // Speeds are stored in 32 bits.
          const round = 1 + 1e-6;
          expect(Math.min(...c) * Math.sqrt(contrast) * round).toBeGreaterThanOrEqual(speed);
          expect(Math.max(...c)).toBeLessThanOrEqual(speed * Math.sqrt(contrast) * round);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are the same again, and others with another number', () => {
    const of = (seed: number) => mediumSpeeds(options({ kind }), seed);
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
  });

  it('are the same on a finer grid', () => {
    const [coarse, fine] = [17, 33].map((points) => mediumSpeeds(options({ kind, points }), 5));
    for (let x = 0; x < 17; x++) {
      for (let y = 0; y < 17; y++) {
        expect(coarse[x * 17 + y]).toBeCloseTo(fine[2 * x * 33 + 2 * y], 6);
      }
    }
  });

  it('are constant without contrast', () => {
    const c = mediumSpeeds(options({ kind, contrast: 1 }), 1);
    expect(new Set(c)).toEqual(new Set([Math.fround(0.1)]));
  });
});

/** log c of many media, from −1 at the lower bound to 1 at the upper one. */
const manyLogs = (more: Partial<MediumOptions>, count: number): Float64Array[] =>
  Array.from({ length: count }, (_, seed) =>
    Float64Array.from(mediumSpeeds(options(more), seed), (c) => Math.log(c / 0.1) / Math.log(2)),
  );

describe('smooth media', () => {
  it('are uniform on a logarithmic scale, with the correlation that they say', () => {
    const n = 9;
    const length = 0.25;
    const logs = manyLogs({ points: n, length }, 600);
    const mean = (of: (log: Float64Array) => number) =>
      logs.reduce((total, log) => total + of(log), 0) / logs.length;
    const centre = 4 * n + 4;
    // Of a uniform distribution in [−1, 1].
    expect(mean((log) => log[centre])).toBeCloseTo(0, 1);
    expect(mean((log) => log[centre] ** 2)).toBeCloseTo(1 / 3, 1);
    // Of the ranks of two normal variables with correlation ρ (Pearson 1907): (6/π) asin(ρ/2).
    for (const [dx, dy] of [
      [2, 0],
      [0, 2],
      [2, 2],
      [4, 0],
    ]) {
      const squared = (dx * dx + dy * dy) / (n - 1) ** 2;
      const normal = Math.exp(-squared / (2 * length * length));
      const ranks = (6 / Math.PI) * Math.asin(normal / 2);
      expect(3 * mean((log) => log[centre] * log[centre + dx * n + dy])).toBeCloseTo(ranks, 1);
    }
  });
});

describe('layers', () => {
  it('are bands: along one direction of the grid there are few speeds', () => {
    for (let seed = 0; seed < 20; seed++) {
      const different = new Set(mediumSpeeds(options({ kind: 'layers', length: 0.3 }), seed)).size;
      // A band is at least half a length thick, and the diagonal is 1.41 m long.
      expect(different).toBeLessThanOrEqual(Math.ceil(1.5 / 0.15) + 1);
    }
  });
});

describe('inclusions', () => {
  it('lie in a medium of the middle speed, which shows in half of the square', () => {
    const logs = manyLogs({ kind: 'inclusions', points: 17 }, 60);
    const background = logs.map((log) => log.filter((v) => Math.abs(v) < 1e-6).length / log.length);
    const mean = background.reduce((a, b) => a + b, 0) / background.length;
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(0.7);
  });
});

it('mixed media are of all three kinds', () => {
  const [mixed, ...single] = [
    'mixed' as const,
    ...(['smooth', 'layers', 'inclusions'] as const),
  ].map((kind) => manyLogs({ kind, points: 9 }, 30));
  const roughness = (logs: Float64Array[]) => logs.map((log) => new Set(log).size);
  // Smooth ones have as many speeds as points.
  expect(single[0].every((log) => new Set(log).size > 60)).toBe(true);
  const smooth = roughness(mixed).filter((size) => size > 60).length;
  expect(smooth).toBeGreaterThan(3);
  expect(smooth).toBeLessThan(20);
  const withBackground = mixed.filter((log) => log.filter((v) => Math.abs(v) < 1e-6).length > 8);
  expect(withBackground.length).toBeGreaterThan(3);
  expect(withBackground.length + smooth).toBeLessThan(27);
});
