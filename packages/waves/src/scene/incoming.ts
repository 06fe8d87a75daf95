/** A plane wave that comes in from outside: the background that it runs through, and what is added to recordings. */
import { multiply, type Csr } from '../csr.ts';
import { LayeredWave } from '../layered/planeWave.ts';
import { IncidenceError, type End, type LayeredMedium } from '../layered/stack.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { PlanePulse } from '../source.ts';
import { materialAt, type Scene } from './scene.ts';
import { SceneError } from './sceneError.ts';

/** A scene without what scatters. */
export const backgroundOf = (scene: Scene): Scene => ({
  ...scene,
  field: undefined,
  inclusions: [],
  obstacles: [],
});

const endOf = (condition: Scene['sides']['top']): End =>
  condition === 'free'
    ? 'free'
    : condition === 'fixed' || condition === 'driven'
      ? 'fixed'
      : 'open';

/** The layers of a scene with its bottom and its top, and without its inclusions. */
export function layeredMediumOf(scene: Scene): LayeredMedium {
  const { box, whole = box, layers, sides } = scene;
  const background = backgroundOf(scene);
  const [low, high] = whole.y;
  const tops = [...new Set(layers.map(({ top }) => top))]
    .filter((top) => top > low && top < high)
    .toSorted((a, b) => a - b);
  const heights = [low, ...tops, high];
  const materials = heights.slice(1).map((top, i) => {
    const { speed, density } = materialAt(background, whole.x[0], (heights[i] + top) / 2);
    return { speed, density };
  });
  // What looks like an interface, but has the same material on both sides, is none.
  const same = (i: number) =>
    materials[i].speed === materials[i - 1].speed &&
    materials[i].density === materials[i - 1].density;
  return {
    materials: materials.filter((_, i) => i === 0 || !same(i)),
    interfaces: tops.filter((_, i) => !same(i + 1)),
    bottom: { y: low, end: endOf(sides.bottom) },
    top: { y: high, end: endOf(sides.top) },
  };
}

/** A wave along a side, not through it, to round-off. */
const GRAZING = 1e-9;

/** Throws `SceneError` where the scene lets no such wave in; the sentence says what to do. */
export function incomingWave(scene: Scene, pulse: PlanePulse): LayeredWave {
  const problem = dampedMedium(scene) ?? closedSide(scene, pulse.angle);
  if (problem !== undefined) throw new SceneError(problem);
  try {
    return new LayeredWave(layeredMediumOf(scene), pulse);
  } catch (error) {
    if (error instanceof IncidenceError) throw new SceneError(error.message);
    throw error;
  }
}

const dampedMedium = ({ damping = 0 }: Scene): string | undefined =>
  damping > 0
    ? 'A plane wave from outside comes through a medium without damping: set the damping to 0, or let the wave begin inside, at t = 0.'
    : undefined;

/** Left and right sides through which the wave would come although they are closed. */
function closedSide({ sides }: Scene, angle: number): string | undefined {
  const along = Math.cos((angle * Math.PI) / 180);
  if (Math.abs(along) < GRAZING) return undefined;
  const side = along > 0 ? 'left' : 'right';
  if (endOf(sides[side]) === 'open') return undefined;
  return `A plane wave that travels ${along > 0 ? 'to the right' : 'to the left'} comes in through the ${side} side, which lets nothing in: make that side open or absorbing, turn the wave, or let it begin inside, at t = 0.`;
}

/** Adds a wave at time t (s) to what was recorded of the rest. */
export type Incoming = (t: number, out: Float32Array | Float64Array) => void;

/**
 * What the incoming wave of an excitation adds to matrix · u, or to u on the nodes. The matrix interpolates: its points are
 * where it says that x and y are. Empty rows stay zero. Undefined where the excitation has no such wave.
 */
export function incomingAt(
  { scattered }: { scattered?: { wave: LayeredWave } },
  { x, y }: Pick<Mesh, 'x' | 'y'>,
  matrix?: Csr,
): Incoming | undefined {
  if (!scattered) return undefined;
  if (!matrix) {
    const nodes = scattered.wave.at(x, y);
    return (t, out) => {
      for (let i = 0; i < out.length; i++) out[i] += nodes.value(i, t, 0);
    };
  }
  const [px, py] = [new Float64Array(matrix.rows), new Float64Array(matrix.rows)];
  multiply(matrix, x, px);
  multiply(matrix, y, py);
  const points = scattered.wave.at(px, py);
  const { start } = matrix;
  return (t, out) => {
    for (let row = 0; row < out.length; row++) {
      if (start[row + 1] > start[row]) out[row] += points.value(row, t, 0);
    }
  };
}
