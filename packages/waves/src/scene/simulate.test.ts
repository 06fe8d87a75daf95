import { describe, expect, it } from 'vitest';
import { gridPoints } from './points.ts';
import type { Scene } from './scene.ts';
import { simulate } from './simulate.ts';

const open: Scene = {
  mesh: 'triangles',
  size: 1 / 40,
  box: { x: [-1, 1], y: [0, 1] },
  sides: { left: 'absorbing', right: 'absorbing', bottom: 'free', top: 'free' },
  background: { speed: 1, density: 1 },
  layers: [],
  inclusions: [],
  obstacles: [],
  lines: [],
};
const outputs = { from: 0, duration: 0.5, frames: 6 };

/** Largest absolute value of a frame. */
const peak = (frame: Float32Array): number => Math.max(...frame.map(Math.abs));

describe('a scene that is simulated in one call', () => {
  it('starts with the pulse, and has as many frames as are asked for', () => {
    const points = [[0, 0.5] as const, [0.1, 0.5] as const];
    const sources = [{ kind: 'pulse', x: 0, y: 0.5, width: 0.1, height: 2 } as const];
    const { frames, timing } = simulate({ scene: open, sources, points, outputs });
    expect(frames).toHaveLength(6 * 2);
    expect(frames[0]).toBeCloseTo(2, 10);
    expect(frames[1]).toBeCloseTo(2 * Math.exp(-0.5), 1);
    expect(timing.outputTimes.at(-1)).toBe(0.5);
  });

  it('is symmetric where scene and source are, on a box that is not the unit square', () => {
    const sources = [
      { kind: 'ricker', x: 0, y: 0.5, width: 0.05, frequency: 3, amplitude: 1 } as const,
    ];
    const across = (x: number) => [[x, 0.5] as const, [-x, 0.5] as const];
    const points = [0.1, 0.35, 0.8].flatMap(across);
    const scene: Scene = { ...open, mesh: 'quadrilaterals' };
    const { frames } = simulate({ scene, sources, points, outputs: { ...outputs, duration: 1.2 } });
    expect(peak(frames)).toBeGreaterThan(0);
    for (let k = 0; k < frames.length; k += 2) expect(frames[k]).toBeCloseTo(frames[k + 1], 8);
  });

  it.each([1, 4])(
    'takes a plane wave that begins inside, over denser ground, at order %s',
    (order) => {
      const scene: Scene = {
        ...open,
        mesh: 'quadrilaterals',
        order,
        size: 1 / (order === 1 ? 40 : 10),
        layers: [{ top: 0.3, speed: 1, density: 2 }],
      };
      const sources = [{ kind: 'plane', x: 0, y: 0.5, angle: 0, frequency: 3, height: 1 } as const];
      const { frames } = simulate({ scene, sources, points: [[0.3, 0.8]], outputs });
      expect(frames[3]).toBeCloseTo(1, 1);
    },
  );

  it('is zero inside obstacles, and moves with a driven one', () => {
    const obstacles = [
      { shape: { kind: 'circle', x: 0.5, y: 0.5, radius: 0.2 }, condition: 'driven' } as const,
    ];
    const scene: Scene = { ...open, mesh: 'fitted', obstacles };
    const points = gridPoints([0.4, 0.6], [0.4, 0.6], 3);
    const beside = [[0, 0.5] as const];
    const run = (driven?: { frequency: number; height: number }) =>
      simulate({
        scene,
        sources: [],
        driven,
        points: [...points, ...beside],
        outputs: { ...outputs, duration: 1 },
      }).frames;
    expect(peak(run())).toBe(0);
    const frames = run({ frequency: 2, height: 1 });
    frames.forEach((u, k) => {
      if (k % 10 < 9) expect(u).toBe(0);
    });
    expect(peak(frames)).toBeGreaterThan(0.01);
  });
});
