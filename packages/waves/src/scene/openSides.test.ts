import { describe, expect, it } from 'vitest';
import { integratorOf, stabilityOf } from '../integrator.ts';
import { addGaussian } from '../source.ts';
import { buildModel, meshScene } from './model.ts';
import { layerCells, layerProblem, layerThickness } from './openSides.ts';
import type { Scene } from './scene.ts';
import { boxPolygon } from './shapes.ts';

const box = { x: [0, 1], y: [0, 1] } as const;

/** A layer and an inclusion that run into open sides. */
const scene: Scene = {
  mesh: 'quadrilaterals',
  size: 1 / 8,
  order: 3,
  box,
  sides: { left: 'pml', right: 'pml', bottom: 'fixed', top: 'pml' },
  background: { speed: 1, density: 1 },
  layers: [{ top: 0.25, speed: 2, density: 1.5 }],
  inclusions: [{ shape: { kind: 'circle', x: 0.9, y: 0.6, radius: 0.25 }, speed: 0.6, density: 2 }],
  obstacles: [],
  lines: [],
};

describe('open sides of a scene', () => {
  it.each([
    ['quadrilaterals', []],
    [
      'fitted',
      [{ shape: { kind: 'circle', x: 0.35, y: 0.6, radius: 0.1 }, condition: 'free' }] as const,
    ],
  ] as const)('lets waves out: %s', (mesh, obstacles) => {
    const model = buildModel({ ...scene, mesh, obstacles });
    const { system } = model;
    const integrator = integratorOf(
      system,
      (0.95 * stabilityOf(system)) / Math.sqrt(model.lambdaMax),
    );
    const u = new Float64Array(model.mesh.x.length);
    addGaussian(model.mesh, { x: 0.5, y: 0.4 }, { width: 0.06, height: 1 }, u);
    integrator.start(u, new Float64Array(u.length));
    integrator.step();
    const first = integrator.energy();
    for (let step = 1; step < 500; step++) integrator.step();
    expect(integrator.energy()).toBeLessThan(0.02 * first);
  });

  it('has a layer as thick as the mesh needs, or as given', () => {
    const { x } = meshScene(scene);
    expect(Math.min(...x)).toBeCloseTo(-layerCells(3) / 8, 12);
    expect(Math.min(...meshScene({ ...scene, layer: 0.25 }).x)).toBeCloseTo(-0.25, 12);
  });

  it('is thicker for long waves, up to half the square', () => {
    expect(layerThickness(4, 1 / 16, 1, box)).toBeCloseTo(3 / 16, 12);
    expect(layerThickness(4, 1 / 16, 6, box)).toBeCloseTo(0.3, 12);
    expect(layerThickness(4, 1 / 16, 100, box)).toBeCloseTo(0.5, 12);
  });

  it.each([
    [{ layer: 0.1 }, 'thinner (0.1 m) than a cell'],
    [{ layer: 1.2 }, 'thicker (1.2 m) than the domain (1 m)'],
    [{ order: 1 }, 'order 2 or higher'],
    [
      {
        mesh: 'fitted',
        obstacles: [{ shape: boxPolygon({ x: [0, 0.2], y: [0.4, 0.6] }), condition: 'free' }],
      },
      'touches the open left side',
    ],
  ] as const)('refuses what makes no sense: %o', (changes, reason) => {
    expect(() => meshScene({ ...scene, ...(changes as Partial<Scene>) })).toThrow(reason);
  });

  it('finds nothing wrong with the thickness that it would choose', () => {
    for (let order = 2; order <= 8; order++) {
      for (const cells of [4, 8, 64]) {
        const chosen = layerThickness(order, 1 / cells, 0, box);
        expect(layerProblem(chosen, order, 1 / cells, box)).toBeUndefined();
      }
    }
  });
});
