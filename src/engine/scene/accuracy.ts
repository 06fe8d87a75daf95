/**
 * How far the simulated wave in the zone is from the exact one, estimated before anything is simulated: relative L2 norm
 * over all output times. Every wavelength of the excitation travels at the wrong speed by what the analysis of regular
 * meshes says (`slimwave-waves/accuracy/dispersion`); over the time it travels the phase error grows, and a phase that is off
 * by δ is an error of 2 sin(δ/2). What circles, materials and the interpolation to the zone's grid add comes on top.
 */
import { largestOnLine, speedError, type DispersionMesh } from 'slimwave-waves/accuracy/dispersion';
import { bounds } from 'slimwave-waves/scene/shapes';
import { rickerDelay } from 'slimwave-waves/source';
import type { Experiment } from '../experiment/schema.ts';
import { backgroundSpeed } from './background.ts';
import { cellSize, longerSide } from './domain.ts';
import { inclusionOf, itemAt, obstacleShape } from './items.ts';
import { highestFrequency, speedRange, usesFrequency } from './spans.ts';

export type Estimated = Pick<Experiment, 'scene' | 'source'>;

export interface AccuracyEstimate {
  /** All that the mesh and the time step do, as a share of the wave. */
  error: number;
  /** Waves that travel too fast or too slowly. */
  dispersion: number;
  /** Polygons for circles, materials of cells that an interface crosses, corners of obstacles. */
  geometry: number;
  /** From the nodes to the zone's grid. */
  interpolation: number;
}

/**
 * Cells of fitted meshes in squares of the same dispersion, along a side: triangles have nodes on both sides of their edges'
 * middle and do better, distorted quadrilaterals do worse. Fitted to the presets, see docs/model.md.
 */
const fittedCells = (order: number): number => (order === 1 ? 0.72 : 1.1);
/** How much larger than squares' the largest eigenvalue is on fitted meshes. */
const FITTED_STIFFNESS = 4;
/**
 * At a right-angled corner of an obstacle u grows as r^(2/3), whatever the order of the elements: the error falls with the
 * power 4/3 of the distance between points. For order 4 and cells of one wavelength, fitted to the preset `gap`.
 */
const CORNERS = 0.075;
/** Times between the first and the last output at which the phase error is looked at. */
const TIMES = 16;

/** A part of the waves: which speeds it meets, and for which share of its time. */
interface Path {
  share: number;
  media: { speed: number; share: number }[];
}

/** Speeds of a random background that stand for equal shares of it. */
const SPEEDS = 8;

/** Of a background that is uniform in log c. */
const randomSpeeds = ({ speed: [speed], contrast }: Experiment['scene']): number[] =>
  Array.from({ length: SPEEDS }, (_, k) => speed * contrast ** ((k + 0.5) / SPEEDS - 0.5));

/** Of the waves, those that cross an inclusion spend part of their time in it; layers are met by their thickness. */
function pathsOf({ scene }: Estimated, time: number): Path[] {
  const bottomUp = scene.layers
    .map(({ numbers: [top, speed] }) => ({ top: top[1], speed: speed[0] }))
    .toSorted((a, b) => a.top - b.top);
  let below = 0;
  const { height } = scene;
  const speeds = scene.contrast > 1 ? randomSpeeds(scene) : [backgroundSpeed(scene)[0]];
  const slabs = [
    ...bottomUp.map(({ top, speed }) => ({ top, speeds: [speed] })),
    { top: height, speeds },
  ].flatMap(({ top, speeds: met }) => {
    const thickness = Math.max(0, Math.min(height, top) - below);
    below = Math.max(below, top);
    return met.map((speed) => ({ speed, weight: thickness / met.length / speed }));
  });
  const whole = slabs.reduce((sum, { weight }) => sum + weight, 0);
  const outside = slabs.map(({ speed, weight }) => ({ speed, share: weight / whole }));
  const through = scene.inclusions.map((item): Path => {
    const { shape, speed } = inclusionOf(itemAt(item, 0));
    const { x, y } = bounds(shape);
    const [across, up] = [x[1] - x[0], y[1] - y[0]];
    const share = Math.min(0.9, Math.max(across, up) / speed / time);
    return {
      share: Math.min(1, Math.min(across, up) / longerSide(scene)),
      media: [
        { speed, share },
        ...outside.map((medium) => ({ ...medium, share: medium.share * (1 - share) })),
      ],
    };
  });
  const crossed = Math.min(
    1,
    through.reduce((sum, { share }) => sum + share, 0),
  );
  return [{ share: 1 - crossed, media: outside }, ...through];
}

/** Frequencies (Hz) and their weights in the energy of the waves. */
function spectrumOf({ scene, source }: Estimated): { frequency: number; weight: number }[] {
  const [speed] = backgroundSpeed(scene);
  const peak = highestFrequency({ scene, source });
  const wide = source.kind === 'ricker' || source.kind === 'pulse' ? source.width : 0;
  const pulse = !usesFrequency({ scene, source });
  const scale = pulse && wide > 0 ? speed / (2 * Math.PI * wide) : peak;
  const count = 24;
  return Array.from({ length: count }, (_, i) => {
    const f = (3 * scale * (i + 0.5)) / count;
    const smooth = Math.exp(-(((2 * Math.PI * f * wide) / speed) ** 2));
    const a = (f / peak) ** 2;
    const ricker = (a * Math.exp(1 - a)) ** 2;
    // In the plane, waves of a point fall with the root of their frequency; of a pulse there are the more the shorter.
    const weight = pulse ? f * smooth : source.kind === 'ricker' ? (ricker / f) * smooth : ricker;
    return { frequency: f, weight };
  });
}

/** What the circles of a mesh of order 1 and crossed cells add, for a frequency (Hz) and cells of `h` (m). */
function geometryError(experiment: Estimated, frequency: number, h: number): number {
  const { scene } = experiment;
  const [background] = backgroundSpeed(scene);
  const fitted = scene.mesh === 'fitted';
  const omega = 2 * Math.PI * frequency;
  let squares = 0;
  const add = (share: number, phase: number) => {
    squares += share * Math.min(2, phase) ** 2;
  };
  const shift = (radius: number) => {
    // Arcs are followed from order 2 on; on a regular mesh every interface is off by part of a point's distance.
    if (!fitted) return h / scene.order / Math.sqrt(12);
    return scene.order === 1 ? h ** 2 / (12 * radius) : 0;
  };
  for (const item of scene.obstacles) {
    if (item.kind !== 'circle') continue;
    const { x } = bounds(obstacleShape(itemAt(item, 0)));
    const radius = (x[1] - x[0]) / 2;
    add((2 * radius) / longerSide(scene), (2 * omega * shift(radius)) / background);
  }
  const cornered = scene.obstacles.some(({ kind }) => kind !== 'circle');
  if (cornered && scene.order > 1) {
    squares += (CORNERS * ((4 * frequency * h) / background / scene.order) ** (4 / 3)) ** 2;
  }
  for (const item of scene.inclusions) {
    const { shape, speed } = inclusionOf(itemAt(item, 0));
    const { x, y } = bounds(shape);
    const radius = Math.min(x[1] - x[0], y[1] - y[0]) / 2;
    if (item.kind !== 'circle' && fitted) continue;
    add(
      Math.min(1, (2 * radius) / longerSide(scene)),
      2 * omega * shift(radius) * Math.abs(1 / speed - 1 / background),
    );
  }
  if (!fitted) {
    for (const { numbers } of scene.layers)
      add(0.5, 2 * omega * shift(1) * Math.abs(1 / numbers[1][0] - 1 / background));
  }
  return squares;
}

/** The time step (s) on a mesh of so many cells per side, before any is made. */
export function expectedStep(experiment: Estimated, cells: number): number {
  const { scene } = experiment;
  const stiffer = scene.mesh === 'fitted' ? FITTED_STIFFNESS : 1;
  const { high } = speedRange(experiment);
  const h = cellSize(scene, cells);
  const largest = 2 * largestOnLine(scene.order) * (high / h) ** 2 * stiffer;
  return (0.95 * (scene.order === 1 ? 2 : Math.sqrt(12))) / Math.sqrt(largest);
}

/** When the wavelet of a source has its peak (s), at its lowest frequency. */
const delayOf = ({ delay, frequency }: Experiment['source']): number =>
  delay === 'auto' ? rickerDelay(frequency[0]) : delay;

/** The estimate on a mesh of so many cells per side. */
export function estimateOn(experiment: Estimated, cells: number): AccuracyEstimate {
  const { scene, source } = experiment;
  const { order } = scene;
  const fitted = scene.mesh === 'fitted';
  const h = cellSize(scene, cells);
  const mesh: DispersionMesh =
    scene.mesh === 'quadrilaterals' || order > 1 ? 'quadrilaterals' : 'triangles';
  const dt = expectedStep(experiment, cells);
  const frequency = highestFrequency(experiment);
  const delay = source.kind === 'ricker' && frequency > 0 ? delayOf(source) : 0;
  const { from, duration } = scene;
  const times = Array.from({ length: TIMES }, (_, k) =>
    Math.max(0, from + ((duration - from) * (k + 1)) / TIMES - delay),
  );
  const time = Math.sqrt(times.reduce((sum, t) => sum + t * t, 0) / times.length);
  const paths = pathsOf(experiment, time || 1);
  let [total, dispersion, geometry, interpolation] = [0, 0, 0, 0];
  for (const { frequency: f, weight } of spectrumOf(experiment)) {
    if (!(weight > 0)) continue;
    total += weight;
    const omega = 2 * Math.PI * f;
    let squares = 0;
    for (const { share, media } of paths) {
      const phase = media.reduce((sum, { speed, share: part }) => {
        const size = h * (fitted ? fittedCells(order) : 1);
        const error = speedError(mesh, order, (omega * size) / speed, (speed * dt) / size);
        return sum + part * omega * time * error;
      }, 0);
      squares += share * (phase < Math.PI ? 2 * Math.sin(phase / 2) : 2) ** 2;
    }
    dispersion += weight * squares;
    geometry += weight * geometryError(experiment, f, h);
    const x = (omega * h) / backgroundSpeed(scene)[0];
    // Straight lines between nodes: x²/8 in the middle, 0.089 x² in the mean over all places and directions.
    interpolation += weight * (order === 1 ? Math.min(1, 0.089 * x * x) ** 2 : 0);
  }
  const parts = [dispersion, geometry, interpolation].map((part) => Math.sqrt(part / (total || 1)));
  return {
    error: Math.hypot(...parts),
    dispersion: parts[0],
    geometry: parts[1],
    interpolation: parts[2],
  };
}

/** The fewest cells per side, from 4 to 256, with which the estimate is within a share of the wave. */
export function cellsFor(experiment: Estimated, tolerance: number): number {
  let [low, high] = [3, 256];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (estimateOn(experiment, middle).error <= tolerance) high = middle;
    else low = middle;
  }
  return high;
}
