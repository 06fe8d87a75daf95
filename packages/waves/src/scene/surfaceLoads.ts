/** Where the slope of an incoming wave across the boundary acts as a load. */
import { cellsAtEdges } from '../assembly.ts';
import { nodesPerCell, type Mesh } from '../mesh/mesh.ts';
import { gll } from '../spectral/gll.ts';
import { cellSides } from '../spectral/metric.ts';
import { backgroundOf } from './incoming.ts';
import { cellMaterial, type Model } from './model.ts';
import { conditionsOf, sideNames } from './scene.ts';

/** Force on the node: −(slope · ∂u_in/∂n + rate · ∂u_in/∂t), n = (nx, ny). */
export interface SurfaceLoads {
  /** A node stands here once for each cell side that it is on. */
  nodes: Uint32Array;
  nx: Float64Array;
  ny: Float64Array;
  /** κ times the length (m) for which the node stands. */
  slope: Float64Array;
  /** ρc times that length. */
  rate: Float64Array;
}

/**
 * Free parts see the slope of u_in with the layers' κ, absorbing obstacles in addition its velocity. Open and absorbing
 * sides see it only as far as an inclusion that reaches them has another κ. Free bottoms and tops are in u_in already.
 */
export function surfaceLoadsOf({ scene, mesh }: Model): SurfaceLoads {
  const [here, there] = [cellMaterial(scene, mesh), cellMaterial(backgroundOf(scene), mesh)];
  const conditions = conditionsOf(scene);
  const found: (SurfacePoint & { slope: number; rate: number })[] = [];
  for (const [part, edges] of Object.entries(mesh.boundary)) {
    const condition = conditions[part] ?? 'free';
    if (condition === 'fixed' || condition === 'driven') continue;
    if ((part === 'bottom' || part === 'top') && condition === 'free') continue;
    const open = sideNames.some((side) => side === part) && condition !== 'free';
    for (const point of surfacePoints(mesh, edges)) {
      if (mesh.layer && point.cell >= mesh.layer.first) continue;
      const { material: m, length } = point;
      const slope = length * (open ? there.kappa[m] - here.kappa[m] : there.kappa[m]);
      const absorbs = condition === 'absorbing' && !open;
      const rate = absorbs ? length * Math.sqrt(here.kappa[m] * here.rho[m]) : 0;
      if (slope !== 0 || rate !== 0) found.push({ ...point, slope, rate });
    }
  }
  const all = (key: 'nx' | 'ny' | 'slope' | 'rate') =>
    Float64Array.from(found, (point) => point[key]);
  return {
    nodes: Uint32Array.from(found, ({ node }) => node),
    nx: all('nx'),
    ny: all('ny'),
    slope: all('slope'),
    rate: all('rate'),
  };
}

/** A node on the boundary as seen from one cell. */
interface SurfacePoint {
  node: number;
  cell: number;
  /** Its share of the boundary (m). */
  length: number;
  /** Normal, away from the cell. */
  nx: number;
  ny: number;
  /** Where the cell's material there stands in `CellMaterial`. */
  material: number;
}

function surfacePoints(mesh: Mesh, edges: Uint32Array): SurfacePoint[] {
  const { x, y, cells, order } = mesh;
  if (order === 1) {
    return [...cellsAtEdges(mesh, edges)].flatMap((cell, e) => {
      const [a, b] = [edges[2 * e], edges[2 * e + 1]];
      const half = [(x[b] - x[a]) / 2, (y[b] - y[a]) / 2] as const;
      return [a, b].map((node) => surfacePoint(mesh, cell, node, half, cell));
    });
  }
  const { weights, derivative } = gll(order);
  return cellSides(mesh, edges).flatMap((side) => {
    const cell = Math.floor(side[0] / nodesPerCell(mesh));
    return Array.from(side, (place, i) => {
      let [dx, dy] = [0, 0];
      side.forEach((other, k) => {
        dx += weights[i] * derivative[i * (order + 1) + k] * x[cells[other]];
        dy += weights[i] * derivative[i * (order + 1) + k] * y[cells[other]];
      });
      return surfacePoint(mesh, cell, cells[place], [dx, dy], place);
    });
  });
}

/** `along` is the node's piece of the boundary (m). */
function surfacePoint(
  mesh: Mesh,
  cell: number,
  node: number,
  [dx, dy]: readonly [number, number],
  material: number,
): SurfacePoint {
  const { x, y, cells } = mesh;
  const perCell = nodesPerCell(mesh);
  let [cx, cy] = [0, 0];
  for (let k = cell * perCell; k < (cell + 1) * perCell; k++) {
    cx += x[cells[k]] / perCell;
    cy += y[cells[k]] / perCell;
  }
  const length = Math.hypot(dx, dy);
  const outwards = dy * (x[node] - cx) - dx * (y[node] - cy) > 0 ? 1 : -1;
  return {
    node,
    cell,
    length,
    nx: (outwards * dy) / length,
    ny: (-outwards * dx) / length,
    material,
  };
}
