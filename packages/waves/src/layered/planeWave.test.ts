import { describe, expect, it } from 'vitest';
import { rickerShape } from '../source.ts';
import { LayeredWave } from './planeWave.ts';
import { IncidenceError, stackFor, type LayeredMedium } from './stack.ts';

const box = { x: [0, 1], y: [0, 1] } as const;
const pulse = { x: 0.2, y: 0.1, angle: 50, frequency: 3, height: 1 };
const [slow, fast] = [
  { speed: 1, density: 1 },
  { speed: 1.3, density: 2 },
];
const open = { bottom: { y: 0, end: 'open' }, top: { y: 1, end: 'open' } } as const;
const uniform: LayeredMedium = { materials: [slow], interfaces: [], ...open };
const times = Array.from({ length: 200 }, (_, k) => -1 + 0.02 * k);
const radians = Math.PI / 180;

function waveIn(medium: LayeredMedium, settings: Partial<typeof pulse> = {}): LayeredWave {
  const wave = new LayeredWave(medium, { ...pulse, ...settings });
  wave.prepare(3, box);
  return wave;
}
const largest = (of: (t: number) => number): number =>
  Math.max(...times.map((t) => Math.abs(of(t))));

describe('a plane wave in layers', () => {
  it.each([0, 50, 90, -60, 135, 180])('is the pulse itself in one medium, at %s°', (angle) => {
    const points = waveIn(uniform, { angle }).at([0.7], [0.4]);
    const s = 0.5 * Math.cos(angle * radians) + 0.3 * Math.sin(angle * radians);
    expect(largest((t) => points.value(0, t, 0) - rickerShape(3 * (s - t)))).toBeLessThan(1e-7);
  });

  it.each([
    ['free', 1],
    ['fixed', -1],
  ] as const)('comes back from a %s bottom as its image', (end, sign) => {
    const points = waveIn({ ...uniform, bottom: { y: 0, end } }, { angle: -60, y: 0.8 }).at(
      [0.7],
      [0.4],
    );
    const [nx, ny] = [Math.cos(60 * radians), Math.sin(60 * radians)];
    const ray = (y: number, t: number) => rickerShape(3 * (0.5 * nx + (0.8 - y) * ny - t));
    expect(largest((t) => points.value(0, t, 0) - ray(0.4, t) - sign * ray(-0.4, t))).toBeLessThan(
      1e-7,
    );
  });

  it('is refracted and reflected as Snell and Fresnel say', () => {
    const medium: LayeredMedium = { ...uniform, materials: [slow, fast], interfaces: [0.5] };
    const wave = waveIn(medium);
    const p = Math.cos(50 * radians);
    const [q1, q2] = [slow, fast].map(({ speed }) => Math.sqrt(1 / speed ** 2 - p ** 2));
    const [z1, z2] = [q1, 2 * 1.69 * q2];
    const points = wave.at([0.2, 0.2], [0.3, 0.9]);
    const crest = (delay: number, t: number) => rickerShape(3 * (delay - t));
    const below = (t: number) => crest(0.2 * q1, t) + ((z1 - z2) / (z1 + z2)) * crest(0.6 * q1, t);
    const above = (t: number) => ((2 * z1) / (z1 + z2)) * crest(0.4 * q1 + 0.4 * q2, t);
    expect(largest((t) => points.value(0, t, 0) - below(t))).toBeLessThan(1e-6);
    expect(largest((t) => points.value(1, t, 0) - above(t))).toBeLessThan(1e-6);
  });

  it('is continuous with its stress between layers, with all multiples, and free at a free top', () => {
    const medium: LayeredMedium = {
      materials: [fast, slow, { speed: 0.6, density: 0.7 }],
      interfaces: [0.3, 0.6],
      bottom: open.bottom,
      top: { y: 1, end: 'free' },
    };
    const wave = waveIn(medium);
    medium.interfaces.forEach((y, i) => {
      const sides = wave.at([0.4, 0.4], [y - 1e-9, y]);
      const stress = (k: 0 | 1, t: number) => {
        const { speed, density } = medium.materials[i + k];
        return density * speed ** 2 * sides.slope(k, t, 0, 0, 1);
      };
      expect(largest((t) => sides.value(0, t, 0) - sides.value(1, t, 0))).toBeLessThan(1e-6);
      expect(largest((t) => stress(0, t) - stress(1, t))).toBeLessThan(1e-5);
    });
    const top = wave.at([0.4], [1]);
    expect(largest((t) => top.value(0, t, 0))).toBeGreaterThan(1);
    expect(largest((t) => top.slope(0, t, 0, 0, 1))).toBeLessThan(1e-5);
    // At the top u_yy = (1/c² − p²) u_tt, and u_y is zero: u falls from there as a parabola.
    const near = wave.at([0.4], [1 - 1e-3]);
    const curvature = 1 / 0.6 ** 2 - wave.slowness ** 2;
    expect(
      largest(
        (t) => near.value(0, t, 0) - top.value(0, t, 0) - 5e-7 * curvature * top.value(0, t, 2),
      ),
    ).toBeLessThan(1e-6);
  });

  it('is silent before it arrives', () => {
    const wave = waveIn({ ...uniform, materials: [slow, fast], interfaces: [0.5] });
    const points = wave.at([0.9], [0.8]);
    expect(Math.abs(points.value(0, wave.arrival(0.9, 0.8), 0))).toBeLessThan(4e-6);
    expect(Math.abs(points.value(0, wave.arrival(0.9, 0.8) + 1.3 / 3, 0))).toBeGreaterThan(0.5);
  });
});

describe('no plane wave', () => {
  it.each([
    [
      'comes in through a fixed side',
      { ...uniform, bottom: { y: 0, end: 'fixed' } },
      50,
      'bottom side',
    ],
    [
      'passes beyond the critical angle',
      { ...uniform, materials: [slow, fast], interfaces: [0.5] },
      30,
      'at 50.3° or more',
    ],
    [
      'travels along layers',
      { ...uniform, materials: [slow, fast], interfaces: [0.5] },
      180,
      'torn apart',
    ],
  ] as const)('%s', (_, medium, angle, sentence) => {
    const attempt = () => stackFor(medium, 0.1, angle);
    expect(attempt).toThrow(IncidenceError);
    expect(attempt).toThrow(sentence);
  });
});
