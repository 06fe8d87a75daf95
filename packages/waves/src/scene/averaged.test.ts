import { describe, expect, it } from 'vitest';
import { LayeredWave } from '../layered/planeWave.ts';
import { meshScene } from './model.ts';
import { averagedMaterial } from './averaged.ts';
import { layeredMediumOf } from './incoming.ts';
import type { Scene } from './scene.ts';
import { simulate } from './simulate.ts';

const scene: Scene = {
  mesh: 'quadrilaterals',
  size: 1 / 40,
  box: { x: [0, 0.1], y: [-1, 2] },
  sides: { left: 'free', right: 'free', bottom: 'absorbing', top: 'absorbing' },
  background: { speed: 1, density: 1 },
  layers: [],
  inclusions: [],
  obstacles: [],
  lines: [],
  incident: { angle: 90 },
};
const [low, high, speed, density] = [0.4137, 0.6391, 1.7, 2.2];

/** Relative L2 error of a wave through a band whose edges lie anywhere in the cells. */
function errorOf(settings: Partial<Scene>): number {
  const source = { kind: 'plane', x: 0.05, y: 0.1, angle: 90, frequency: 2.5, height: 1 } as const;
  const points = [0.05, 0.2, 0.3, 0.36, 0.7, 0.8, 0.95].map((y) => [0.05, y] as const);
  const outputs = { from: 0, duration: 1.4, frames: 15 };
  const shape = {
    kind: 'polygon',
    points: [
      [-0.1, low],
      [0.2, low],
      [0.2, high],
      [-0.1, high],
    ],
  } as const;
  const inclusions = [{ speed, density, shape }];
  const { frames } = simulate({
    scene: { ...scene, ...settings, inclusions },
    sources: [source],
    points,
    outputs,
  });
  const layers = [
    { top: high, speed, density },
    { top: low, speed: 1, density: 1 },
  ];
  const wave = new LayeredWave(layeredMediumOf({ ...scene, layers }), source);
  wave.prepare(1.4, scene.box);
  const at = wave.at(
    points.map(([x]) => x),
    points.map(([, y]) => y),
  );
  const truth = Array.from(frames, (_, k) =>
    at.value(k % points.length, Math.floor(k / points.length) * 0.1, 0),
  );
  return Math.hypot(...truth.map((u, k) => u - frames[k])) / Math.hypot(...truth);
}

describe('averaged media', () => {
  it('are harmonic across and arithmetic along a slanted interface, by the areas of the two media', () => {
    const box = { x: [0, 1], y: [0, 1] } as const;
    // The right one of the two media lies below the diagonal of the one cell.
    const shape = {
      kind: 'polygon',
      points: [
        [-3, -3],
        [4, -3],
        [4, 4],
      ],
    } as const;
    const cut: Scene = { ...scene, box, size: 1, inclusions: [{ speed: 2, density: 3, shape }] };
    const { rho, tensor } = averagedMaterial(cut, meshScene(cut));
    const [arithmetic, harmonic] = [6.5, 24 / 13];
    expect(rho[0]).toBeCloseTo(2, 1);
    const { xx, xy, yy } = tensor!;
    // Along (1, 1) and across it.
    expect(Math.abs((xx[0] + yy[0]) / 2 + xy[0] - arithmetic)).toBeLessThan(0.3);
    expect(Math.abs((xx[0] + yy[0]) / 2 - xy[0] - harmonic)).toBeLessThan(0.1);
    expect(xx[0] - yy[0]).toBeCloseTo(0, 6);
  });

  it.each(['triangles', 'quadrilaterals'] as const)('keep the order 2 on unfitted %s', (mesh) => {
    const [coarse, fine] = [1 / 40, 1 / 80].map((size) => errorOf({ mesh, size, averaged: true }));
    expect(Math.log2(coarse / fine)).toBeGreaterThan(1.9);
  });

  it('make elements of order 4 several times better', () => {
    const [sampled, averaged] = [false, true].map((on) =>
      errorOf({ order: 4, size: 1 / 20, averaged: on }),
    );
    expect(averaged).toBeLessThan(sampled / 3);
  });
});
