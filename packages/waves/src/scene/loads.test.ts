import { describe, expect, it } from 'vitest';
import { buildModel, meshScene } from './model.ts';
import { patchLoad, pointLoad } from './loads.ts';
import type { Scene } from './scene.ts';
import { simulate } from './simulate.ts';
import { ricker } from '../source.ts';
import type { Mesh, Point } from '../mesh/mesh.ts';

const scene = (mesh: Scene['mesh'], cells: number, order = 1): Scene => ({
  mesh,
  order,
  size: 1 / cells,
  box: { x: [0, 1], y: [0, 1] },
  sides: { left: 'free', right: 'free', bottom: 'free', top: 'free' },
  background: { speed: 1, density: 2 },
  layers: [],
  inclusions: [],
  obstacles: [],
  lines: [],
});
const meshes = ['triangles', 'quadrilaterals', 'fitted'] as const;
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
/** Masses with which no Gaussian is resolved. */
const unresolved = ({ x }: Mesh) => new Float64Array(x.length);
const [FREQUENCY, DELAY] = [3, 0.4];

/**
 * u(r, t) of the force F R(t) δ(x) in the plane, over F/ρ (c = 1 m/s): the wavelet's convolution with the Green's function
 * H(t − r/c)/(2π c² √(t² − r²/c²)), with t = (r/c) cosh w.
 */
function exact(r: number, t: number): number {
  if (t <= r) return 0;
  const [end, points] = [Math.acosh(t / r), 300];
  let u = 0;
  for (let i = 0; i < points; i++) {
    const w = ((i + 0.5) * end) / points;
    u += ricker(t - r * Math.cosh(w), FREQUENCY, DELAY);
  }
  return (u * end) / points / (2 * Math.PI);
}

const source = { x: 0.5033, y: 0.4977 };
const points: Point[] = [
  [0.7113, 0.5],
  [0.65, 0.65],
  [0.5, 0.78],
];

/** Relative L2 error at three receivers, before the sides send anything back. */
function greenError(mesh: Scene['mesh'], cells: number, order = 1): number {
  const { frames, timing } = simulate({
    scene: scene(mesh, cells, order),
    sources: [{ kind: 'point', ...source, frequency: FREQUENCY, delay: DELAY, strength: 1 }],
    points,
    outputs: { from: 0.2, duration: 0.68, frames: 25 },
  });
  let [error, size] = [0, 0];
  timing.outputTimes.forEach((t, k) =>
    points.forEach(([x, y], p) => {
      const u = exact(Math.hypot(x - source.x, y - source.y), t);
      error += (frames[k * points.length + p] - u) ** 2;
      size += u * u;
    }),
  );
  return Math.sqrt(error / size);
}

describe.each(meshes)('sources on %s', (mesh) => {
  it('push as much on any mesh, wherever they stand in it', () => {
    for (const cells of [7, 11]) {
      const found = meshScene(scene(mesh, cells));
      const at = scene(mesh, cells);
      expect(sum(pointLoad(at, found, { x: 0.313, y: 0.417 }).values)).toBeCloseTo(2, 13);
      const patch = sum(
        patchLoad(at, found, unresolved(found), { x: 0.513, y: 0.517 }, 0.02).values,
      );
      expect(patch / (2 * 2 * Math.PI * 0.02 ** 2)).toBeCloseTo(1, 10);
    }
  });

  it('at a point make the wave of the Green’s function, the more so the finer the mesh', () => {
    const [coarse, fine] = [32, 64].map((cells) => greenError(mesh, cells));
    expect(Math.log2(coarse / fine)).toBeGreaterThan(1.6);
    expect(fine).toBeLessThan(0.06);
  });
});

describe.each([
  [2, 0.005],
  [4, 0.001],
  [8, 0.0005],
])('sources on spectral elements of order %d', (order, bound) => {
  const at = scene('quadrilaterals', 48 / order, order);

  it('push as much on any mesh', () => {
    const found = meshScene(at);
    expect(sum(pointLoad(at, found, { x: 0.313, y: 0.417 }).values)).toBeCloseTo(2, 10);
    const patch = sum(patchLoad(at, found, unresolved(found), { x: 0.513, y: 0.517 }, 0.02).values);
    expect(patch / (2 * 2 * Math.PI * 0.02 ** 2)).toBeCloseTo(1, 8);
  });

  it('at a point make the wave of the Green’s function, with 16 points per wavelength', () => {
    expect(greenError('quadrilaterals', 48 / order, order)).toBeLessThan(bound);
  });
});

it('a patch is taken at the nodes where they resolve it, and from its own points elsewhere', () => {
  const at = scene('quadrilaterals', 10, 4);
  const { mesh, system } = buildModel(at);
  const quick = (width: number) => {
    const load = patchLoad(at, mesh, system.mass, { x: 0.513, y: 0.517 }, width);
    expect(sum(load.values) / (2 * 2 * Math.PI * width ** 2)).toBeCloseTo(1, 3);
    const nearest = load.nodes.findIndex(
      (i) => Math.hypot(mesh.x[i] - 0.5, mesh.y[i] - 0.5) < 1e-9,
    );
    return load.values[nearest] / system.mass[load.nodes[nearest]];
  };
  const [dx, dy] = [0.013, 0.017];
  const gaussian = (width: number) => Math.exp(-(dx * dx + dy * dy) / (2 * width ** 2));
  expect(quick(0.05)).toBeCloseTo(gaussian(0.05), 12);
  expect(Math.abs(quick(0.008) - gaussian(0.008))).toBeGreaterThan(1e-3);
});

it('what lies outside the box of a part of a scene pushes nothing', () => {
  const part = { ...scene('quadrilaterals', 16), box: { x: [0, 0.5], y: [0, 1] } } as Scene;
  const mesh = meshScene(part);
  expect(pointLoad(part, mesh, { x: 0.51, y: 0.5 }).nodes).toHaveLength(0);
  const half = sum(patchLoad(part, mesh, unresolved(mesh), { x: 0.5, y: 0.5 }, 0.04).values);
  expect(half / (2 * 2 * Math.PI * 0.04 ** 2)).toBeGreaterThan(0.49);
  expect(half / (2 * 2 * Math.PI * 0.04 ** 2)).toBeLessThan(0.61);
});
