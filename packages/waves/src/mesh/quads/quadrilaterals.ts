/**
 * Meshes of quadrilaterals for any region: triangles of twice the size, merged in pairs where that gives a good shape,
 * then all cut into quadrilaterals and smoothed. Sides on circles know their circle. The same input gives the same mesh.
 */
import { FINEST, type Domain } from '../domain.ts';
import { MeshError, type Mesh } from '../mesh.ts';
import { ordered, sortedCells } from '../numbering.ts';
import { place, type Circle, type Region } from '../region.ts';
import {
  checkedDomain,
  MAX_NODES,
  triangulateDomain,
  type MeshOptions,
  type TriangulatedRegion,
} from '../unstructured.ts';
import { blocks, LONGEST } from './blocks.ts';
import { cutEars } from './ears.ts';
import { improve } from './improve.ts';
import { circleOf } from './loneCircles.ts';
import { matchTriangles, sideVectors } from './merge.ts';
import type { CurvedSide } from './raiseOrder.ts';
import { subdivide } from './subdivide.ts';
import { cellCost, nextSide, SideVectors, type QuadSurface } from './surface.ts';

export interface QuadMesh {
  mesh: Mesh;
  curves: CurvedSide[];
}

/**
 * Edge lengths in gaps of the triangulations that are tried, see `GapLengths`: the best of the first two, the last where
 * they fail. Merged and cut, even long triangles make good rectangles.
 */
const GAPS = [
  { line: 2, wall: 1.5 },
  { line: 3, wall: 2 },
  { line: 1.5, wall: 1 },
];
/** A mesh whose steps in time need not be shorter than this share of those on squares is good enough. */
const ENOUGH = 0.4;

/**
 * `size` is the length of the quadrilaterals' sides (m). Throws `MeshError` if the region is malformed, empty or has
 * details too fine or sharp.
 */
export function quadrilaterals(region: Region, options: MeshOptions): QuadMesh {
  const { size, maxNodes = MAX_NODES } = options;
  const domain = checkedDomain(region, { ...options, size: 2 * size }, size);
  let best: Attempt | undefined;
  for (const longest of LONGEST) {
    const simple = blocks(domain, size, longest);
    const found = simple && improved(simple, domain, size);
    if (found && (!best || found.work < best.work)) best = found;
    if (best && best.step > 1.5 * ENOUGH) break;
  }
  if (best && best.step > 1.5 * ENOUGH) return finished(best.quads, domain);
  let failure: unknown;
  for (const [k, { line, wall }] of GAPS.entries()) {
    if (best && k === 2) break;
    try {
      const gaps = { line, wall, finest: FINEST * size };
      const filling = { size: 2 * size, maxNodes, gaps, lattice: 'squares' } as const;
      const found = attempt(triangulateDomain(domain, filling), size);
      if (!best || found.work < best.work) best = found;
      if (found.step > ENOUGH) break;
    } catch (error) {
      if (!(error instanceof MeshError)) throw error;
      failure ??= error;
    }
  }
  if (!best) throw failure;
  return finished(best.quads, domain);
}

interface Attempt {
  quads: QuadSurface;
  /** Step in time that the worst corner allows, over that of squares of the wanted size. */
  step: number;
  /** Cells over step. */
  work: number;
}

function attempt(triangulated: TriangulatedRegion, size: number): Attempt {
  const { surface, domain, points } = triangulated;
  const arcs = domain.edges.map((_, k) => circleOf(domain, k));
  const vectors = sideVectors(surface, points.edge, arcs);
  cutEars(surface, vectors);
  const quads = curved(triangulated, matchTriangles(surface, vectors), arcs);
  return improved(quads, domain, size);
}

function improved(quads: QuadSurface, domain: Domain, size: number): Attempt {
  improve(quads, domain.edges, size);
  const step = Math.sqrt(2 / worstCost(quads)) / size;
  return { quads, step, work: quads.cells.length / 4 / step };
}

/** Subdivides with as many arcs as leave every corner convex. */
function curved(
  { surface, points, domain }: TriangulatedRegion,
  merged: Int32Array,
  arcs: (Circle | undefined)[],
): QuadSurface {
  for (;;) {
    const bent = { ...surface, x: surface.x.slice(), y: surface.y.slice() };
    points.edge.forEach((k, s) => {
      const circle = arcs[k];
      if (!circle) return;
      for (const v of [points.a[s], points.b[s]]) {
        if (v < domain.x.length) continue;
        const scale = circle.radius / Math.hypot(bent.x[v] - circle.x, bent.y[v] - circle.y);
        bent.x[v] = circle.x + scale * (bent.x[v] - circle.x);
        bent.y[v] = circle.y + scale * (bent.y[v] - circle.y);
      }
    });
    const quads = subdivide(bent, merged, points.edge, arcs);
    const vectors = new SideVectors(quads);
    const before = arcs.filter(Boolean).length;
    for (let cell = 0; 4 * cell < quads.cells.length; cell++) {
      if (cellCost(vectors, cell) < Infinity) continue;
      for (let s = 4 * cell; s < 4 * cell + 4; s++) {
        if (quads.edge[s] >= 0) arcs[quads.edge[s]] = undefined;
      }
    }
    if (arcs.filter(Boolean).length === before) return quads;
  }
}

/** The largest cost of any corner (1/m²). Throws where a corner is not convex: the last line of defence. */
function worstCost(quads: QuadSurface): number {
  let worst = 0;
  const vectors = new SideVectors(quads);
  for (let cell = 0; 4 * cell < quads.cells.length; cell++) {
    const cost = cellCost(vectors, cell);
    if (cost > worst) worst = cost;
    if (cost < Infinity) continue;
    const v = quads.cells[4 * cell];
    throw new MeshError(
      `The shapes at ${place(quads.x[v], quads.y[v])} leave no room for quadrilaterals; ` +
        'move them apart or use more mesh cells per metre.',
    );
  }
  return worst;
}

function finished(quads: QuadSurface, { box, edges }: Domain): QuadMesh {
  const order = ordered(quads.x, quads.y, quads.cells, box);
  const number = new Uint32Array(quads.x.length);
  order.forEach((v, k) => (number[v] = k));
  const { cells, sides } = sortedCells(quads.cells, 4, number);
  const boundary: Record<string, number[]> = {};
  const curves: CurvedSide[] = [];
  sides.forEach((s, at) => {
    if (quads.edge[s] < 0) return;
    const [a, b] = [cells[at], cells[nextSide(at)]];
    const circle = quads.arcs[quads.edge[s]];
    const { name } = edges[quads.edge[s]];
    // An interface has a cell on either side, which both know of the arc.
    if (circle && (name !== '' || a < b)) curves.push({ a, b, circle });
    if (name !== '') (boundary[name] ??= []).push(a, b);
  });
  const pairs = Object.entries(boundary).map(([name, list]) => [name, Uint32Array.from(list)]);
  return {
    mesh: {
      x: Float64Array.from(order, (v) => quads.x[v]),
      y: Float64Array.from(order, (v) => quads.y[v]),
      corners: 4,
      order: 1,
      cells,
      boundary: Object.fromEntries(pairs) as Record<string, Uint32Array>,
    },
    curves,
  };
}
