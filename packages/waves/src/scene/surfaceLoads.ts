/** Where the slope of an incoming wave across the boundary acts as a load. */
import { cellsAtEdges } from '../assembly.ts';
import { nodesPerCell, type Mesh } from '../mesh/mesh.ts';
import { backgroundOf } from './incoming.ts';
import { cellMaterial, type Model } from './model.ts';
import { conditionsOf, sideNames } from './scene.ts';

/** Force on the node: −(slope · ∂u_in/∂n + rate · ∂u_in/∂t), n = (nx, ny). */
export interface SurfaceLoads {
  /** A node stands here once for each of its edges. */
  nodes: Uint32Array;
  nx: Float64Array;
  ny: Float64Array;
  /** κ times half the edge (N). */
  slope: Float64Array;
  /** ρc times half the edge (kg/s). */
  rate: Float64Array;
}

/**
 * Free parts see the slope of u_in with the layers' κ, absorbing obstacles in addition its velocity. Open and absorbing
 * sides see it only as far as an inclusion that reaches them has another κ. Free bottoms and tops are in u_in already.
 */
export function surfaceLoadsOf({ scene, mesh }: Model): SurfaceLoads {
  const [here, there] = [cellMaterial(scene, mesh), cellMaterial(backgroundOf(scene), mesh)];
  const conditions = conditionsOf(scene);
  const nodes: number[] = [];
  const entries = {
    nx: [] as number[],
    ny: [] as number[],
    slope: [] as number[],
    rate: [] as number[],
  };
  for (const [part, edges] of Object.entries(mesh.boundary)) {
    const condition = conditions[part] ?? 'free';
    if (condition === 'fixed' || condition === 'driven') continue;
    const level = part === 'bottom' || part === 'top';
    if (level && condition === 'free') continue;
    const isSide = sideNames.some((side) => side === part);
    const open = isSide && condition !== 'free';
    const cells = cellsAtEdges(mesh, edges);
    cells.forEach((cell, e) => {
      const { half, nx, ny } = edgeOf(mesh, cell, edges[2 * e], edges[2 * e + 1]);
      const slope = half * (open ? there.kappa[cell] - here.kappa[cell] : there.kappa[cell]);
      const absorbs = condition === 'absorbing' && !open;
      const rate = absorbs ? half * Math.sqrt(here.kappa[cell] * here.rho[cell]) : 0;
      if (slope === 0 && rate === 0) return;
      for (const node of [edges[2 * e], edges[2 * e + 1]]) {
        nodes.push(node);
        entries.nx.push(nx);
        entries.ny.push(ny);
        entries.slope.push(slope);
        entries.rate.push(rate);
      }
    });
  }
  return {
    nodes: Uint32Array.from(nodes),
    nx: Float64Array.from(entries.nx),
    ny: Float64Array.from(entries.ny),
    slope: Float64Array.from(entries.slope),
    rate: Float64Array.from(entries.rate),
  };
}

/** Half the length (m) of an edge, and its normal away from its cell. */
function edgeOf({ x, y, cells, ...mesh }: Mesh, cell: number, a: number, b: number) {
  const perCell = nodesPerCell(mesh);
  let [cx, cy] = [0, 0];
  for (let k = cell * perCell; k < (cell + 1) * perCell; k++) {
    cx += x[cells[k]] / perCell;
    cy += y[cells[k]] / perCell;
  }
  const [dx, dy] = [x[b] - x[a], y[b] - y[a]];
  const length = Math.hypot(dx, dy);
  const outwards = dy * (x[a] - cx) - dx * (y[a] - cy) > 0 ? 1 : -1;
  return { half: length / 2, nx: (outwards * dy) / length, ny: (-outwards * dx) / length };
}
