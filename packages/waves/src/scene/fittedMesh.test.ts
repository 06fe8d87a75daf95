import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectSoundQuads, rimArea } from '../mesh/quads/invariants.testing.ts';
import { MeshError, type Point } from '../mesh/mesh.ts';
import { fittedMesh } from './fittedMesh.ts';
import type { Scene } from './scene.ts';
import type { Shape } from './shapes.ts';

const medium = { speed: 1, density: 1 };
const scene = (parts: Partial<Scene>): Scene => ({
  mesh: 'fitted',
  order: 4,
  size: 1 / 10,
  box: { x: [0, 1], y: [0, 1] },
  sides: { left: 'free', right: 'free', bottom: 'free', top: 'free' },
  background: medium,
  layers: [],
  inclusions: [],
  obstacles: [],
  lines: [],
  ...parts,
});
const circle = (x: number, y: number, radius: number): Shape => ({ kind: 'circle', x, y, radius });
const rectangle = (x: number, y: number, width: number, height: number): Shape => ({
  kind: 'polygon',
  points: [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as Point[],
});
/** Area of the part of a disc of radius r beyond a chord at distance d from its centre. */
const segment = (r: number, d: number) => r * r * Math.acos(d / r) - d * Math.sqrt(r * r - d * d);

describe('fitted meshes of spectral elements', () => {
  it('have curved sides on circles that layers, sides and other circles cut', () => {
    const obstacle = (shape: Shape) => ({ shape, condition: 'free' as const });
    const [r, d] = [0.15, 0.05];
    const whole = Math.PI * r * r;
    for (const [parts, area] of [
      [{ layers: [{ ...medium, top: 0.45 }] }, whole],
      [{ box: { x: [0, 1], y: [0, 0.55] } }, whole - segment(r, d) + 0.45],
      [{ inclusions: [{ ...medium, shape: circle(0.6, 0.6, 0.1) }] }, whole],
      [{ obstacles: [obstacle(circle(0.5, 0.5, r)), obstacle(circle(0.6, 0.5, r))] }, 0],
    ] as const) {
      const mesh = fittedMesh(scene({ obstacles: [obstacle(circle(0.5, 0.5, r))], ...parts }));
      expectSoundQuads(mesh);
      const both = 2 * whole - 2 * segment(r, 0.05);
      expect(1 - rimArea(mesh)).toBeCloseTo(area || both, 3);
    }
  });

  it('exist for any scene that is not refused with a sentence', () => {
    const place = fc
      .tuple(fc.integer({ min: 1, max: 19 }), fc.constantFrom(0, 0, 1e-4, -1e-7, 0.013))
      .map(([k, off]) => k / 20 + off);
    const extent = fc.constantFrom(0.05, 0.1, 0.2, 0.3);
    const shape = fc.oneof(
      fc.tuple(place, place, extent).map(([x, y, r]) => circle(x, y, r)),
      fc.tuple(place, place, extent, extent).map(([x, y, w, h]) => rectangle(x, y, w, h)),
    );
    let meshed = 0;
    fc.assert(
      fc.property(
        fc.array(shape, { maxLength: 2 }),
        fc.array(shape, { maxLength: 1 }),
        fc.array(place, { maxLength: 1 }),
        (inclusions, obstacles, tops) => {
          try {
            const mesh = fittedMesh(
              scene({
                inclusions: inclusions.map((one) => ({ ...medium, shape: one })),
                obstacles: obstacles.map((one) => ({ condition: 'free', shape: one })),
                layers: tops.map((top) => ({ ...medium, top })),
              }),
            );
            expectSoundQuads(mesh);
            meshed++;
          } catch (error) {
            if (!(error instanceof MeshError)) throw error;
            expect(error.message).toMatch(/^[A-Z].*\.$/s);
          }
        },
      ),
      { seed: 3, numRuns: 8 },
    );
    expect(meshed).toBeGreaterThan(5);
  });
});
