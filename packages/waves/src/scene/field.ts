/** Materials that vary from point to point. */
import type { Box } from './shapes.ts';

/** Samples on a regular grid of a rectangle, both ends included: bilinear in between, and constant beyond. */
export interface Field {
  box: Box;
  shape: readonly [across: number, up: number];
  /** c (m/s), [x, y]. */
  speed: Float64Array;
  /** ρ (kg/m²), [x, y]; the background's if left out. */
  density?: Float64Array;
  /** A text that tells it from other fields, by which scenes are compared. */
  toJSON?: () => string;
}

/** One of a field's quantities at a point. */
export function sampleField(
  { box, shape }: Field,
  values: Float64Array,
  x: number,
  y: number,
): number {
  const [across, up] = shape;
  const [i, s] = locate(x, box.x, across);
  const [j, t] = locate(y, box.y, up);
  const at = i * up + j;
  const low = values[at] + t * (values[at + 1] - values[at]);
  const high = values[at + up] + t * (values[at + up + 1] - values[at + up]);
  return low + s * (high - low);
}

/** The sample before a coordinate, and the share of the way to the next one. */
function locate(at: number, [low, high]: Box['x'], points: number): [index: number, share: number] {
  const place = Math.min(points - 1, Math.max(0, ((at - low) / (high - low)) * (points - 1)));
  const index = Math.min(points - 2, Math.floor(place));
  return [index, place - index];
}
