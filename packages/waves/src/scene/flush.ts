/**
 * Where an obstacle stands flush with the zone's boundary, inside the zone, the submodel has no mesh, yet the wave on
 * the obstacle's other side is on the zone's boundary, and part of the trace.
 */
import { distanceTo, slack, type Box } from './shapes.ts';
import type { Mesh, Point } from '../mesh/mesh.ts';
import type { Recorder } from './recorder.ts';
import type { Timing } from './timing.ts';
import { positionOf, traceInterpolator, type BoundaryTrace } from './trace.ts';

/** Whether a point lies on the boundary of a box, where the box's mesh has none of its edges. */
export function bareBoundary({ x: nodesX, y: nodesY, boundary }: Mesh, { x, y }: Box) {
  const edges = ['left', 'right', 'bottom', 'top'].flatMap((side) => [...(boundary[side] ?? [])]);
  const node = (k: number): Point => [nodesX[edges[k]], nodesY[edges[k]]];
  const border = slack(...x, ...y);
  return (px: number, py: number): boolean => {
    const near = (at: number, ends: readonly number[]) =>
      ends.some((end) => Math.abs(at - end) <= border);
    if (!near(px, x) && !near(py, y)) return false;
    for (let k = 0; k < edges.length; k += 2) {
      if (distanceTo(node(k), node(k + 1), px, py) <= border) return false;
    }
    return true;
  };
}

/** Writes the trace's values at the given points of a grid into the output frames of a run. */
export function recordFromTrace(
  trace: BoundaryTrace,
  { box, points, chosen }: { box: Box; points: readonly Point[]; chosen: readonly number[] },
  field: Float32Array,
  { dt, steps, stepsPerOutput, skipped }: Timing,
): Recorder {
  const at = chosen.map((p) => positionOf(box, points[p]));
  const interpolate = traceInterpolator(trace, at, steps * dt);
  const now = new Float64Array(chosen.length);
  return (step) => {
    const frame = step / stepsPerOutput - skipped;
    if (chosen.length === 0 || frame < 0 || !Number.isInteger(frame)) return;
    interpolate(step * dt, now);
    chosen.forEach((p, k) => {
      field[frame * points.length + p] = now[k];
    });
  };
}
