import { describe, expect, it } from 'vitest';
import { LayeredWave } from '../layered/planeWave.ts';
import type { PlanePulse } from '../source.ts';
import { layeredMediumOf } from './incoming.ts';
import { gridPoints } from './points.ts';
import type { Scene } from './scene.ts';
import { simulate } from './simulate.ts';
import type { Shape } from './shapes.ts';

const scene: Scene = {
  mesh: 'quadrilaterals',
  size: 1 / 40,
  box: { x: [0, 0.3], y: [0, 1] },
  sides: { left: 'free', right: 'free', bottom: 'absorbing', top: 'absorbing' },
  background: { speed: 1, density: 1 },
  layers: [],
  inclusions: [],
  obstacles: [],
  lines: [],
};
const points = gridPoints([0.1, 0.2], [0.05, 0.65], 7);
const FRAMES = 13;
const outputs = { from: 0, duration: 1.2, frames: FRAMES };
const band = (low: number, high: number): Shape => ({
  kind: 'polygon',
  points: [
    [-0.1, low],
    [1.1, low],
    [1.1, high],
    [-0.1, high],
  ],
});

/** Relative L2 error against the exact wave in the layers of another scene. */
function errorOf(settings: Partial<Scene>, exact: Partial<Scene>, pulse: Partial<PlanePulse> = {}) {
  const source = { x: 0.15, y: 0.2, angle: 90, frequency: 2.5, height: 1, ...pulse };
  const { frames } = simulate({
    scene: { ...scene, ...settings, incident: { angle: source.angle } },
    sources: [{ kind: 'plane', ...source }],
    points,
    outputs,
  });
  const wave = new LayeredWave(layeredMediumOf({ ...scene, ...exact }), source);
  wave.prepare(outputs.duration, scene.box);
  const at = wave.at(
    points.map(([x]) => x),
    points.map(([, y]) => y),
  );
  const truth = Array.from(frames, (_, k) =>
    at.value(k % points.length, Math.floor(k / points.length) * 0.1, 0),
  );
  return Math.hypot(...truth.map((u, k) => u - frames[k])) / Math.hypot(...truth);
}

describe('a plane wave from outside', () => {
  it.each([-90, -60, -10])(
    'is exact where nothing scatters it: two layers, free top, %s°',
    (angle) => {
      const layered: Partial<Scene> = {
        sides: { ...scene.sides, left: 'absorbing', right: 'absorbing', bottom: 'free' },
        layers: [{ top: 0.4, speed: 0.6, density: 2 }],
      };
      expect(errorOf(layered, layered, { y: 0.6, angle })).toBeLessThan(1e-6);
    },
  );

  // As an inclusion across the whole width, a layer scatters; its wave is known all the same.
  it.each([0.2, 0.35])(
    'is scattered by a band with the order 2, also if it begins at %s m',
    (y) => {
      const inclusions = [{ speed: 0.7, density: 2, shape: band(0.4, 0.6) }];
      const layers = [
        { top: 0.6, speed: 0.7, density: 2 },
        { top: 0.4, speed: 1, density: 1 },
      ];
      const [coarse, fine] = [1 / 40, 1 / 80].map((size) =>
        errorOf({ size, inclusions }, { layers }, { y }),
      );
      expect(fine).toBeLessThan(0.03);
      expect(Math.log2(coarse / fine)).toBeGreaterThan(1.9);
    },
  );

  it.each(['free', 'fixed', 'absorbing'] as const)('comes back from a %s wall', (condition) => {
    const wall = { condition, shape: band(0.7, 1) } as const;
    const shape: Shape = {
      kind: 'polygon',
      points: [
        [0, 0.7],
        [0.3, 0.7],
        [0.3, 1],
        [0, 1],
      ],
    };
    const exact: Partial<Scene> = {
      box: { x: [0, 0.3], y: [0, 0.7] },
      sides: { ...scene.sides, top: condition },
    };
    const settings = { mesh: 'fitted', obstacles: [{ ...wall, shape }] } as const;
    expect(errorOf(settings, exact)).toBeLessThan(condition === 'absorbing' ? 1e-6 : 0.05);
  });

  it('has sides that let it in', () => {
    const closed = { sides: { ...scene.sides, bottom: 'fixed' } } as const;
    expect(() => errorOf(closed, {})).toThrow('comes in through the bottom side');
    expect(() => errorOf({}, {}, { angle: 60 })).toThrow('comes in through the left side');
  });
});
