/** Plane waves from outside in a square with open sides, for checks. */
import type { Point } from 'slimwave-waves/mesh/mesh';
import type { Scene } from 'slimwave-waves/scene/scene';
import { simulate } from 'slimwave-waves/scene/simulate';
import type { PlanePulse } from 'slimwave-waves/source';

/** Elements of order 4 in a medium of c = 1 m/s and ρ = 1 kg/m². */
export const scene: Scene = {
  mesh: 'quadrilaterals',
  size: 1 / 12,
  order: 4,
  box: { x: [0, 1], y: [0, 1] },
  sides: { left: 'pml', right: 'pml', bottom: 'pml', top: 'pml' },
  background: { speed: 1, density: 1 },
  layers: [],
  inclusions: [],
  obstacles: [],
  lines: [],
};

export interface Looked {
  points: readonly Point[];
  /** The last of the times at which u is looked at (s), from 0 on, and how many there are. */
  duration: number;
  frames: number;
}

/** u of a plane wave in a scene that differs so from the one above, [times, points], and the times (s). */
export function waveIn(
  changes: Partial<Scene>,
  pulse: PlanePulse,
  { points, duration, frames }: Looked,
): { values: Float32Array; times: number[] } {
  const { frames: values, timing } = simulate({
    scene: { ...scene, ...changes, incident: { angle: pulse.angle } },
    sources: [{ kind: 'plane', ...pulse }],
    points,
    outputs: { from: 0, duration, frames },
  });
  return { values, times: timing.outputTimes };
}
