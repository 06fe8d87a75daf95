/** What several checks need: waves on a mesh, orders of convergence. */
import { uniformMaterial, type CellMaterial } from 'slimwave-waves/assembly';
import { Leapfrog } from 'slimwave-waves/leapfrog';
import type { Mesh, Point } from 'slimwave-waves/mesh/mesh';
import { meshRegion } from 'slimwave-waves/mesh/unstructured';
import { largestEigenvalue } from 'slimwave-waves/spectrum';
import { waveSystem, type Condition, type MatrixSystem } from 'slimwave-waves/system';
import { fittedSlope } from '../math.ts';

export interface Wave {
  mesh: Mesh;
  system: MatrixSystem;
  leapfrog: Leapfrog;
  steps: number;
}

/** Share of the stability limit that the time step takes. */
const SAFETY = 0.9;

/**
 * The wave equation on a mesh with c = 1 m/s unless a material is given, in equal steps to `end` (s): as many
 * as stability wants, or as many as given. Throws if these are too few.
 */
export function wave(
  mesh: Mesh,
  conditions: Readonly<Record<string, Condition>>,
  end: number,
  {
    material = uniformMaterial(mesh, 1),
    steps,
  }: {
    material?: CellMaterial;
    steps?: number;
  } = {},
): Wave {
  const system = waveSystem(mesh, material, conditions);
  const lambda = largestEigenvalue(system.stiffness, system.mass, system.fixed);
  const least = Math.ceil(end / ((SAFETY * 2) / Math.sqrt(lambda)));
  if (steps !== undefined && steps < least) throw new Error(`${steps} steps are not stable.`);
  const count = steps ?? least;
  return { mesh, system, leapfrog: new Leapfrog(system, end / count), steps: count };
}

export type Solution = (x: number, y: number, t: number) => number;

/** Sets u(0) and u(−Δt) from a solution. */
export function begin({ mesh: { x, y }, leapfrog, system }: Wave, solution: Solution): void {
  for (let i = 0; i < x.length; i++) {
    if (system.fixed[i]) continue;
    leapfrog.u[i] = solution(x[i], y[i], 0);
    leapfrog.previous[i] = solution(x[i], y[i], -leapfrog.dt);
  }
}

/** L2 norm of u − solution at time t, with the lumped mass (ρ = 1). */
export function errorNorm(
  { mesh: { x, y }, leapfrog, system }: Wave,
  solution: Solution,
  t: number,
) {
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    squares += system.mass[i] * (leapfrog.u[i] - solution(x[i], y[i], t)) ** 2;
  }
  return Math.sqrt(squares);
}

/** The least order of convergence between neighbours, if h is halved from each to the next. */
export const leastOrder = (errors: readonly number[]): number =>
  Math.min(...errors.slice(1).map((error, i) => Math.log2(errors[i] / error)));

/** The order of convergence over all sizes: the slope of the straight line through the logarithms. */
export function meanOrder(sizes: readonly number[], errors: readonly number[]): number {
  const x = sizes.map(Math.log);
  const y = errors.map((error) => -Math.log(error));
  return fittedSlope(x, y);
}

/** A line of slope −order through the first of the errors, a little below it. */
export const slope = (x: readonly number[], errors: readonly number[], order: number) => ({
  name: `order ${order}`,
  x: [...x],
  y: x.map((n) => 0.7 * errors[0] * (x[0] / n) ** order),
  reference: true,
});

/** Unstructured triangles of a rectangle from the origin, with lines that edges follow. */
export const unstructuredRectangle = (
  width: number,
  height: number,
  size: number,
  lines: readonly (readonly Point[])[] = [],
): Mesh =>
  meshRegion(
    {
      outline: {
        points: [
          [0, 0],
          [width, 0],
          [width, height],
          [0, height],
        ],
        names: ['bottom', 'right', 'top', 'left'],
      },
      holes: [],
      lines: lines.map((points) => ({ points, closed: false })),
    },
    { size },
  );
