/**
 * What the wave equation needs of quadrilaterals of order 2 and above: the metric of their maps (ξ, η) → (x, y) from
 * the square [−1, 1]², and lumped masses. The nodes are the quadrature points, so that mass matrices are diagonal.
 *
 * See Komatitsch and Vilotte, Bulletin of the Seismological Society of America 88 (1998), 368–392.
 */
import { cellCount, nodesPerCell, rimPlaces, type Mesh } from '../mesh/mesh.ts';
import { gll, type GllRule } from './gll.ts';

/** Derivatives of the map at one node. */
interface Derivatives {
  xXi: number;
  yXi: number;
  xEta: number;
  yEta: number;
  /** Determinant of the Jacobian (m²). */
  area: number;
}

/** The derivatives at node `place` of the cell that begins at `at` in `mesh.cells`. */
function derivativesAt(
  { x, y, cells }: Mesh,
  { order, derivative }: GllRule,
  at: number,
  place: number,
): Derivatives {
  const count = order + 1;
  const [i, j] = [place % count, Math.floor(place / count)];
  const here = cells[at + place];
  let [xXi, yXi, xEta, yEta] = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    const inRow = cells[at + j * count + k];
    const inColumn = cells[at + k * count + i];
    // Of differences: what is equal in the mesh then gives zero, and not round-off.
    xXi += derivative[i * count + k] * (x[inRow] - x[here]);
    yXi += derivative[i * count + k] * (y[inRow] - y[here]);
    xEta += derivative[j * count + k] * (x[inColumn] - x[here]);
    yEta += derivative[j * count + k] * (y[inColumn] - y[here]);
  }
  return { xXi, yXi, xEta, yEta, area: xXi * yEta - xEta * yXi };
}

/** Calls `visit` for every node of every cell; throws where a cell is folded. */
function forEachPoint(
  mesh: Mesh,
  visit: (point: number, weight: number, derivatives: Derivatives) => void,
): void {
  const rule = gll(mesh.order);
  const { weights } = rule;
  const perCell = nodesPerCell(mesh);
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    for (let place = 0; place < perCell; place++) {
      const derivatives = derivativesAt(mesh, rule, cell * perCell, place);
      if (!(derivatives.area > 0)) {
        const node = mesh.cells[cell * perCell + place];
        const where = `(${mesh.x[node].toPrecision(4)} m, ${mesh.y[node].toPrecision(4)} m)`;
        throw new Error(`Cell ${cell} of the mesh is folded at ${where}. Use a finer mesh.`);
      }
      const count = mesh.order + 1;
      const weight = weights[place % count] * weights[Math.floor(place / count)];
      visit(cell * perCell + place, weight, derivatives);
    }
  }
}

/**
 * Metric of every cell times κ (N/m), which is given at every node of every cell: see `Elements.metric`,
 * [cells, 3, (p + 1)²]. Where κ depends on the direction, it stands between the gradients of ξ and η. Throws where a cell is
 * folded.
 */
export function elementMetric(
  mesh: Mesh,
  { kappa, tensor }: { kappa: Float64Array; tensor?: Record<'xx' | 'xy' | 'yy', Float64Array> },
): Float64Array {
  const perCell = nodesPerCell(mesh);
  const metric = new Float64Array(3 * mesh.cells.length);
  forEachPoint(mesh, (point, weight, { xXi, yXi, xEta, yEta, area }) => {
    const place = point % perCell;
    const at = 3 * (point - place) + place;
    if (tensor) {
      const [xx, xy, yy] = [tensor.xx[point], tensor.xy[point], tensor.yy[point]];
      const product = (ax: number, ay: number, bx: number, by: number) =>
        (weight / area) * (xx * ax * bx + xy * (ax * by + ay * bx) + yy * ay * by);
      metric[at] = product(yEta, -xEta, yEta, -xEta);
      metric[at + perCell] = 0 + product(yEta, -xEta, -yXi, xXi);
      metric[at + 2 * perCell] = product(-yXi, xXi, -yXi, xXi);
      return;
    }
    const scale = (kappa[point] * weight) / area;
    metric[at] = scale * (xEta * xEta + yEta * yEta);
    // Rather 0 than −0 where the cell is an upright rectangle.
    metric[at + perCell] = 0 - scale * (xXi * xEta + yXi * yEta);
    metric[at + 2 * perCell] = scale * (xXi * xXi + yXi * yXi);
  });
  return metric;
}

/** Lumped mass per node (kg) from ρ (kg/m²) at every node of every cell. Throws where a cell is folded. */
export function elementMass(mesh: Mesh, rho: Float64Array): Float64Array {
  const mass = new Float64Array(mesh.x.length);
  forEachPoint(mesh, (point, weight, { area }) => {
    mass[mesh.cells[point]] += rho[point] * weight * area;
  });
  return mass;
}

/** A cell's side on the boundary: its places in `mesh.cells`, in the order of the boundary's pairs. */
export type CellSide = Uint32Array;

/** The sides of cells that a part of the boundary consists of. Throws where no cell has them. */
export function cellSides(mesh: Mesh, edges: Uint32Array): CellSide[] {
  const { order, cells } = mesh;
  const nodes = mesh.x.length;
  const perCell = nodesPerCell(mesh);
  const key = (a: number, b: number) => Math.min(a, b) * nodes + Math.max(a, b);
  const wanted = new Map<number, number>();
  for (let e = 0; e < edges.length; e += 2 * order) {
    wanted.set(key(edges[e], edges[e + 2 * order - 1]), e / (2 * order));
  }
  const sides = new Map<number, CellSide>();
  const rim = rimPlaces(mesh);
  for (let at = 0; at < cells.length; at += perCell) {
    for (let side = 0; side < 4; side++) {
      const places = Uint32Array.from(
        { length: order + 1 },
        (_, k) => at + rim[(side * order + k) % rim.length],
      );
      const [first, last] = [cells[places[0]], cells[places[order]]];
      const found = wanted.get(key(first, last));
      if (found === undefined) continue;
      const forward = edges[found * 2 * order] === first;
      sides.set(found, forward ? places : places.toReversed());
    }
  }
  if (sides.size < wanted.size) {
    throw new Error('An edge on the boundary of the mesh is no side of any of its cells.');
  }
  return [...sides].toSorted(([a], [b]) => a - b).map(([, side]) => side);
}

/**
 * Adds the lumped mass of a part of the boundary to `out`, per node, `factor` times: it is asked for every place in
 * `mesh.cells` on the boundary.
 */
export function addSideMass(
  mesh: Mesh,
  edges: Uint32Array,
  factor: (place: number) => number,
  out: Float64Array,
): void {
  const { x, y, cells, order } = mesh;
  const { weights, derivative } = gll(order);
  for (const side of cellSides(mesh, edges)) {
    side.forEach((place, i) => {
      let [dx, dy] = [0, 0];
      side.forEach((other, k) => {
        dx += derivative[i * (order + 1) + k] * x[cells[other]];
        dy += derivative[i * (order + 1) + k] * y[cells[other]];
      });
      out[cells[place]] += factor(place) * weights[i] * Math.hypot(dx, dy);
    });
  }
}
