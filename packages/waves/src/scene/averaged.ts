/**
 * Averaged media where interfaces cut the cells of a regular grid. Across an interface the stress is continuous, along it the
 * strain: κ is averaged harmonically in the direction of its normal and arithmetically along it, ρ arithmetically (Muir et
 * al., Geophysics 57, 1992; Moczo et al., BSSA 92, 2002). To first order in the size of a cell, the waves are then those of
 * the sharp interface (Farjadpour et al., Optics Letters 31, 2006).
 */
import type { CellMaterial } from '../assembly.ts';
import { cellCount, nodesPerCell, type Mesh, type Point } from '../mesh/mesh.ts';
import { gll } from '../spectral/gll.ts';
import { materialAt, type Material, type Scene } from './scene.ts';
import { bounds, type Box } from './shapes.ts';

/** A region with one material: a cell, or from order 2 on the part of a cell that a point stands for. */
interface Region {
  /** Where (s, t) in [0, 1]² lies; of triangles s + t ≤ 1. */
  at: (s: number, t: number) => Point;
  triangle: boolean;
  centre: Point;
  /** Distance from the centre to the farthest corner (m). */
  reach: number;
}

/** Places along each axis at which a region that an interface cuts is looked at. */
const SAMPLES = 24;
/** Places along each axis at which it is found out whether one does. */
const LOOKS = 3;
/** Places along each axis of the disc from which an interface's direction is found. */
const DISC = 24;

const sameMaterial = (a: Material, b: Material): boolean =>
  a.speed === b.speed && a.density === b.density;
const kappaOf = ({ speed, density }: Material): number => density * speed * speed;

/** Of every cell; from order 2 on of every node of every cell. The mesh must be a regular grid. */
export function averagedMaterial(scene: Scene, mesh: Mesh): CellMaterial {
  const count = mesh.order === 1 ? cellCount(mesh) : mesh.cells.length;
  const fields = Array.from({ length: 5 }, () => new Float64Array(count));
  const [kappa, rho, xx, xy, yy] = fields;
  const boxes = scene.inclusions.map(({ shape }) => bounds(shape));
  forEachRegion(mesh, (region, k) => {
    const here = materialAt(scene, ...region.centre);
    if (isClear(scene, boxes, region) || isUniform(scene, region, here)) {
      kappa[k] = xx[k] = yy[k] = kappaOf(here);
      rho[k] = here.density;
      return;
    }
    const { arithmetic, harmonic, density } = meansOf(scene, region);
    const [nx, ny] = normalOf(scene, region);
    const less = harmonic - arithmetic;
    kappa[k] = arithmetic;
    rho[k] = density;
    xx[k] = arithmetic + less * nx * nx;
    xy[k] = less * nx * ny;
    yy[k] = arithmetic + less * ny * ny;
  });
  return { kappa, rho, tensor: { xx, xy, yy } };
}

/** Calls `visit` with the regions in the order of `CellMaterial`. */
function forEachRegion(mesh: Mesh, visit: (region: Region, k: number) => void): void {
  const { x, y, cells, order, corners } = mesh;
  const perCell = nodesPerCell(mesh);
  const limits = order === 1 ? [0, 1] : shares(order);
  for (let at = 0; at < cells.length; at += perCell) {
    // The first node, and those at the ends of the two axes.
    const [a, b, d] =
      order > 1
        ? [cells[at], cells[at + order], cells[at + order * (order + 1)]]
        : [cells[at], cells[at + 1], cells[at + corners - 1]];
    const [e, f] = [x[b] - x[a], y[b] - y[a]];
    const [g, h] = [x[d] - x[a], y[d] - y[a]];
    const along = limits.length - 1;
    for (let place = 0; place < along * along; place++) {
      const [i, j] = [place % along, Math.floor(place / along)];
      const part = (s: number, [low, high]: readonly [number, number]) => low + s * (high - low);
      const [si, tj] = [i, j].map((n) => [limits[n], limits[n + 1]] as const);
      const position = (s: number, t: number): Point => {
        const [u, v] = [part(s, si), part(t, tj)];
        return [x[a] + u * e + v * g, y[a] + u * f + v * h];
      };
      const triangle = order === 1 && corners === 3;
      const centre = triangle ? position(1 / 3, 1 / 3) : position(0.5, 0.5);
      const ends = triangle
        ? [position(0, 0), position(1, 0), position(0, 1)]
        : [position(0, 0), position(1, 0), position(0, 1), position(1, 1)];
      const reach = Math.max(...ends.map(([px, py]) => Math.hypot(px - centre[0], py - centre[1])));
      const k = order === 1 ? at / perCell : at + place;
      visit({ at: position, triangle, centre, reach }, k);
    }
  }
}

/** Bounds in [0, 1] of what the points of a side stand for: their quadrature weights. */
function shares(order: number): number[] {
  const ends = [0];
  for (const weight of gll(order).weights) ends.push(ends.at(-1)! + weight / 2);
  return ends;
}

/** Whether a region is so far from everything that it need not be looked at closely. */
function isClear({ layers }: Scene, boxes: readonly Box[], { centre, reach }: Region): boolean {
  const beside = ([low, high]: Box['x'], at: number) => at + reach < low || at - reach > high;
  const [x, y] = centre;
  return (
    layers.every(({ top }) => beside([top, top], y)) &&
    boxes.every((box) => beside(box.x, x) || beside(box.y, y))
  );
}

function isUniform(scene: Scene, { at, triangle }: Region, material: Material): boolean {
  for (let i = 0; i <= LOOKS; i++) {
    for (let j = 0; j <= (triangle ? LOOKS - i : LOOKS); j++) {
      if (!sameMaterial(materialAt(scene, ...at(i / LOOKS, j / LOOKS)), material)) return false;
    }
  }
  return true;
}

/** Means over midpoints of equal parts of a region. */
function meansOf(scene: Scene, { at, triangle }: Region) {
  let [count, sum, inverse, density] = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES; i++) {
    for (let j = 0; j < SAMPLES; j++) {
      // Of the other half of a parallelogram's parts, the mirror images lie in the triangle.
      const [s, t] = [(i + 0.5) / SAMPLES, (j + 0.5) / SAMPLES];
      const point = triangle && s + t > 1 ? at(1 - s, 1 - t) : at(s, t);
      const material = materialAt(scene, ...point);
      count++;
      sum += kappaOf(material);
      inverse += 1 / kappaOf(material);
      density += material.density;
    }
  }
  return { arithmetic: sum / count, harmonic: count / inverse, density: density / count };
}

/** Direction in which κ changes: from the first moments of log κ on a disc about the centre. */
function normalOf(scene: Scene, { centre: [cx, cy], reach }: Region): Point {
  let [mx, my] = [0, 0];
  for (let i = 0; i < DISC; i++) {
    for (let j = 0; j < DISC; j++) {
      const [dx, dy] = [(2 * (i + 0.5)) / DISC - 1, (2 * (j + 0.5)) / DISC - 1];
      if (dx * dx + dy * dy > 1) continue;
      const weight = Math.log(kappaOf(materialAt(scene, cx + reach * dx, cy + reach * dy)));
      mx += weight * dx;
      my += weight * dy;
    }
  }
  const size = Math.hypot(mx, my);
  return size > 0 ? [mx / size, my / size] : [1, 0];
}
