/** Forces of sources as loads that do not depend on where the nodes of the mesh are: ∫ f φ_i with the shape functions φ_i. */
import type { Mesh, Point } from '../mesh/mesh.ts';
import { locatorOf } from '../interpolation.ts';
import { gaussianLoad, type Load } from '../source.ts';
import { inObstacle, materialAt, type Scene } from './scene.ts';
import type { Box } from './shapes.ts';

interface Weighted {
  at: Point;
  weight: number;
}

interface Place {
  x: number;
  y: number;
}

/** Within a box, whose sides belong to it. */
const within = ({ x, y }: Box, [px, py]: Point): boolean =>
  px >= x[0] && px <= x[1] && py >= y[0] && py <= y[1];

/** Σ weight · φ_i over some points of the scene; those in obstacles push nothing. */
function loadOf(scene: Scene, mesh: Mesh, places: readonly Weighted[]): Load {
  const locate = locatorOf(mesh);
  const sums = new Map<number, number>();
  for (const { at, weight } of places) {
    if (inObstacle(scene, ...at)) continue;
    const hit = locate(...at);
    hit?.weights.forEach((share, place) => {
      const node = mesh.cells[hit.at + place];
      if (share !== 0) sums.set(node, (sums.get(node) ?? 0) + weight * share);
    });
  }
  return { nodes: Uint32Array.from(sums.keys()), values: Float64Array.from(sums.values()) };
}

/**
 * The load (N) of a force of 1 m³/s² times the density at a point: ρ φ_i(x, y), the delta function's consistent load. None
 * where the point lies outside the scene's box.
 */
export function pointLoad(scene: Scene, mesh: Mesh, { x, y }: Place): Load {
  if (!within(scene.box, [x, y])) return loadOf(scene, mesh, []);
  return loadOf(scene, mesh, [{ at: [x, y], weight: materialAt(scene, x, y).density }]);
}

/** Points per standard deviation: with two, the trapezoidal rule of a Gaussian is exact to round-off. */
const POINTS_PER_WIDTH = 2;
/** The patch ends so many standard deviations from its middle, where it is below 1e-12. */
const RADIUS = 7.5;

/** Points of the trapezoidal rule of a Gaussian, as far as they lie in the scene, with their forces. */
function patchPoints(scene: Scene, { x, y }: Place, width: number): Weighted[] {
  const step = width / POINTS_PER_WIDTH;
  const reach = Math.ceil(RADIUS * POINTS_PER_WIDTH);
  const places: Weighted[] = [];
  for (let i = -reach; i <= reach; i++) {
    for (let j = -reach; j <= reach; j++) {
      const squared = (i * i + j * j) * (step / width) ** 2;
      const at: Point = [x + i * step, y + j * step];
      if (squared > RADIUS * RADIUS || !within(scene.box, at) || inObstacle(scene, ...at)) continue;
      const { density } = materialAt(scene, ...at);
      places.push({ at, weight: step * step * Math.exp(-squared / 2) * density });
    }
  }
  return places;
}

/** The load at the nodes may have such a share of the force, or of its width in place, too much or too little. */
const RESOLVED = 1e-3;

/** Whether a load pushes as much as the points of a patch, at the same place. */
function matches(
  load: Load,
  mesh: Mesh,
  places: readonly Weighted[],
  { x, y }: Place,
  width: number,
) {
  const wanted = places.reduce((sum, { weight }) => sum + weight, 0);
  const moment = (k: 0 | 1, from: number) =>
    places.reduce((sum, { at, weight }) => sum + weight * (at[k] - from), 0);
  let [sum, alongX, alongY] = [-wanted, -moment(0, x), -moment(1, y)];
  load.nodes.forEach((node, k) => {
    const value = load.values[k];
    sum += value;
    alongX += value * (mesh.x[node] - x);
    alongY += value * (mesh.y[node] - y);
  });
  const most = RESOLVED * wanted;
  return Math.abs(sum) <= most && Math.hypot(alongX, alongY) <= most * width;
}

/**
 * The load of the acceleration exp(−|x − s|² / (2 width²)) (1 m/s² in the middle) on spectral elements. Where the nodes
 * resolve it, that is its value at the nodes times their masses, the quadrature of the elements; elsewhere the
 * trapezoidal rule on points of the patch itself, which takes longer. Its sum is 2π width² ρ on any mesh, as long as the
 * patch lies in the scene and in one density.
 */
export function patchLoad(
  scene: Scene,
  mesh: Mesh,
  mass: Float64Array,
  source: Place,
  width: number,
): Load {
  const places = patchPoints(scene, source, width);
  const quick = gaussianLoad(mesh, mass, source, width);
  return matches(quick, mesh, places, source, width) ? quick : loadOf(scene, mesh, places);
}
