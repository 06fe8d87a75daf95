import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum } from '../math.ts';
import { binned, radialBins, SpectralTransform, type SpectralAxis } from './spectrum.ts';

const meanSquare = (field: Float64Array): number =>
  sum([...field].map((u) => u * u)) / field.length;

function energiesOf(transform: SpectralTransform, field: Float64Array): Float64Array {
  const out = new Float64Array(transform.size);
  transform.coefficients(field, out);
  return out.map((c) => c * c);
}

/** A plane wave on [x, y]: `cycles` per unit of length in the direction `angle`. */
const planeWave = (axes: readonly SpectralAxis[], cycles: number, angle: number, phase: number) => {
  const [, { points: n }] = axes;
  const [dx, dy] = axes.map(({ length, points }) => length / points);
  return Float64Array.from({ length: axes[0].points * n }, (_, at) => {
    const [x, y] = [Math.floor(at / n) * dx, (at % n) * dy];
    return Math.cos(2 * Math.PI * cycles * (x * Math.cos(angle) + y * Math.sin(angle)) + phase);
  });
};

const zone: SpectralAxis[] = [
  { points: 32, length: 0.5, closed: false },
  { points: 24, length: 0.4, closed: false },
];
const curve: SpectralAxis[] = [{ points: 40, length: 1.6, closed: true }];

describe('the energies of a field', () => {
  it.each([
    ['on a piece of the plane', zone],
    ['along a closed curve', curve],
    ['along a closed curve of an odd number of points', [{ ...curve[0], points: 41 }]],
  ])('%s add up to its mean square, whatever it is', (_, axes) => {
    const transform = new SpectralTransform(axes);
    const bins = radialBins(transform.wavenumbers, axes.at(-1)!.length);
    const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
      minLength: transform.size,
      maxLength: transform.size,
    });
    fc.assert(
      fc.property(values, (list) => {
        const field = Float64Array.from(list);
        const total = sum([...binned(energiesOf(transform, field), bins)]);
        expect(Math.abs(total - meanSquare(field))).toBeLessThan(1e-12 * (1 + meanSquare(field)));
      }),
      { numRuns: 10 },
    );
  });

  it('are those of the mean in bin 0, and only they', () => {
    const transform = new SpectralTransform(zone);
    const bins = radialBins(transform.wavenumbers, 0.4);
    expect(bins.filter((bin) => bin === 0)).toHaveLength(1);
    const sums = binned(energiesOf(transform, new Float64Array(32 * 24).fill(3)), bins);
    expect(sums[0]).toBeCloseTo(9, 12);
    expect(sum(Array.from(sums.slice(1)))).toBeLessThan(1e-20);
  });

  it('of a plane wave lie in the bin of its wavelength, whatever its direction and phase', () => {
    const transform = new SpectralTransform(zone);
    const side = 0.4;
    const bins = radialBins(transform.wavenumbers, side);
    const direction = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), direction, direction, (waves, angle, phase) => {
        const field = planeWave(zone, waves / side, angle, phase);
        const sums = binned(energiesOf(transform, field), bins);
        const total = sum([...sums]);
        expect(sums.indexOf(Math.max(...sums))).toBe(waves);
        expect(sum(Array.from(sums.slice(waves - 1, waves + 2))) / total).toBeGreaterThan(0.9);
      }),
      { numRuns: 60 },
    );
  });

  it('of a wave that fits lie in its bin alone', () => {
    // Even about both sides: 6 half-waves along 0.5 m are 6 waves per metre.
    const open = new SpectralTransform(zone);
    const even = Float64Array.from({ length: 32 * 24 }, (_, at) =>
      Math.cos((Math.PI * 6 * (Math.floor(at / 24) + 0.5)) / 32),
    );
    const found = energiesOf(open, even);
    const at = found.indexOf(Math.max(...found));
    expect(open.wavenumbers[at]).toBeCloseTo(6, 12);
    expect(found[at]).toBeCloseTo(meanSquare(even), 12);
    // Along the curve, of any phase: 7 waves per 1.6 m.
    const closed = new SpectralTransform(curve);
    const turned = Float64Array.from({ length: 40 }, (_, s) =>
      Math.cos((2 * Math.PI * 7 * s) / 40 + 1),
    );
    const sums = binned(energiesOf(closed, turned), radialBins(closed.wavenumbers, 1.6));
    expect(sums[7]).toBeCloseTo(0.5, 12);
  });

  it('of a sum are those of the sum of the coefficients', () => {
    const transform = new SpectralTransform(zone);
    const [u, e] = [planeWave(zone, 5, 1, 0), planeWave(zone, 9, 2, 1)];
    const [cu, ce, cs] = [u, e, u.map((value, i) => value + e[i])].map((field) => {
      const out = new Float64Array(transform.size);
      transform.coefficients(field, out);
      return out;
    });
    cs.forEach((c, i) => expect(c).toBeCloseTo(cu[i] + ce[i], 12));
  });
});
