/** Forces of sources as loads that do not depend on where the nodes of the mesh are: ∫ f φ_i with the shape functions φ_i. */
import type { Mesh, Point } from '../mesh/mesh.ts';
import type { Load } from '../source.ts';
import { pointMatrix } from './points.ts';
import { materialAt, type Scene } from './scene.ts';
import type { Box } from './shapes.ts';

interface Weighted {
  at: Point;
  weight: number;
}

/** Within a box, whose sides belong to it. */
const within = ({ x, y }: Box, [px, py]: Point): boolean =>
  px >= x[0] && px <= x[1] && py >= y[0] && py <= y[1];

/** Σ weight · ρ · φ_i over some points; what lies outside the scene's box or in an obstacle acts on nothing. */
function loadOf(scene: Scene, mesh: Mesh, places: readonly Weighted[]): Load {
  const inside = places.filter(({ at }) => within(scene.box, at));
  const { start, column, value } = pointMatrix(
    { scene, mesh },
    inside.map(({ at }) => at),
  );
  const sums = new Map<number, number>();
  inside.forEach(({ at, weight }, row) => {
    const force = weight * materialAt(scene, ...at).density;
    for (let k = start[row]; k < start[row + 1]; k++)
      sums.set(column[k], (sums.get(column[k]) ?? 0) + force * value[k]);
  });
  return { nodes: Uint32Array.from(sums.keys()), values: Float64Array.from(sums.values()) };
}

/** The load (N) of a force of 1 m³/s² times the density at a point: ρ φ_i(x, y), the delta function's consistent load. */
export const pointLoad = (scene: Scene, mesh: Mesh, { x, y }: { x: number; y: number }): Load =>
  loadOf(scene, mesh, [{ at: [x, y], weight: 1 }]);

/** Points per standard deviation: with two, the trapezoidal rule of a Gaussian is exact to round-off. */
const POINTS_PER_WIDTH = 2;
/** The patch ends so many standard deviations from its middle, where it is below 1e-12. */
const RADIUS = 7.5;

/**
 * The load of the acceleration exp(−|x − s|² / (2 width²)) (1 m/s² in the middle): the trapezoidal rule on points of the
 * patch itself, whose sum is 2π width² ρ on any mesh, as long as the patch lies in the scene and in one density.
 */
export function patchLoad(
  scene: Scene,
  mesh: Mesh,
  { x, y }: { x: number; y: number },
  width: number,
): Load {
  const step = width / POINTS_PER_WIDTH;
  const reach = Math.ceil(RADIUS * POINTS_PER_WIDTH);
  const places: Weighted[] = [];
  for (let i = -reach; i <= reach; i++) {
    for (let j = -reach; j <= reach; j++) {
      const squared = (i * i + j * j) * (step / width) ** 2;
      if (squared > RADIUS * RADIUS) continue;
      const at: Point = [x + i * step, y + j * step];
      places.push({ at, weight: step * step * Math.exp(-squared / 2) });
    }
  }
  return loadOf(scene, mesh, places);
}
