/** What makes waves, on the nodes of a mesh. */
import type { Integrator } from '../integrator.ts';
import {
  addGaussian,
  gaussianLoad,
  ricker,
  rickerCurvature,
  rickerEnd,
  type Load,
  type PlanePulse,
} from '../source.ts';
import { balanceOf, pushBalance, type Balance } from './balance.ts';
import { enterPlaneWave, pushIncident, type Incident } from './incident.ts';
import { patchLoad, pointLoad } from './loads.ts';
import type { Model } from './model.ts';
import { Scattered } from './scattered.ts';
import type { Scene } from './scene.ts';

/** A Ricker wavelet in time: its peak frequency (Hz), and when its peak is (s): at 1.2/f if left out. */
interface RickerInTime {
  frequency: number;
  delay?: number;
}

/** A force on a Gaussian patch of standard deviation `width` (m) with a Ricker wavelet in time. */
interface RickerSource extends RickerInTime {
  kind: 'ricker';
  x: number;
  y: number;
  width: number;
  /** Peak of the force per area over the density (m/s²). */
  amplitude: number;
}

/** A force at a point with a Ricker wavelet in time. */
interface PointSource extends RickerInTime {
  kind: 'point';
  x: number;
  y: number;
  /** Peak of the force over the density at the point (m³/s²): force (N) per kg/m². */
  strength: number;
}

/** A Gaussian displacement at t = 0, at rest. */
interface Pulse {
  kind: 'pulse';
  x: number;
  y: number;
  /** Standard deviation (m). */
  width: number;
  /** In metres, as all displacements. */
  height: number;
}

/** A plane wave that is under way at t = 0: at most one. */
type PlaneWave = PlanePulse & { kind: 'plane' };

export type Source = RickerSource | PointSource | Pulse | PlaneWave;

/** The Ricker wavelet that moves driven boundaries, and its height (m). */
export interface Driven extends RickerInTime {
  height: number;
}

/**
 * Forces that balance a start act for so many times that the background's waves take through the scene. What they
 * balance arises while the scattered waves meet the sides. Against a square four times as large, a free obstacle's
 * field is then wrong by 7 to 8 % in the first 2 s, by 15 to 18 % with forces of one period, by 13 to 17 % without any.
 */
const BALANCING = 2;

interface Wavelet extends RickerInTime {
  load: Load;
  amplitude: number;
}

export interface Excitation {
  /** What a plane wave from outside meets. */
  scattered?: Scattered;
  /** The scattered field one step before t = 0 and then, per node, where it is known; otherwise it begins earlier, at rest. */
  state?: { previous: Float64Array; u: Float64Array };
  incident?: Incident;
  balance?: Balance;
  wavelets: readonly Wavelet[];
  /** u and u' at t = 0; undefined: at rest. */
  initial?: { displacement: Float64Array; velocity: Float64Array };
  driven?: Driven;
}

/** The excitation of a model of a scene, or of a part of it. */
export function excite(
  scene: Scene,
  model: Model,
  sources: readonly Source[],
  driven?: Driven,
): Excitation {
  const { mesh, system } = model;
  const wavelets: Wavelet[] = [];
  const displacement = new Float64Array(mesh.x.length);
  const velocity = new Float64Array(mesh.x.length);
  let incident: Incident | undefined;
  let scattered: Scattered | undefined;
  for (const source of sources) {
    switch (source.kind) {
      case 'ricker': {
        const { width, amplitude, frequency, delay } = source;
        const load =
          mesh.order === 1
            ? gaussianLoad(mesh, system.mass, source, width)
            : patchLoad(scene, mesh, system.mass, source, width);
        wavelets.push({ load, amplitude, frequency, delay });
        break;
      }
      case 'point': {
        const { strength, frequency, delay } = source;
        const load = pointLoad(scene, mesh, source);
        wavelets.push({ load, amplitude: strength, frequency, delay });
        break;
      }
      case 'pulse':
        addGaussian(mesh, source, source, displacement);
        break;
      case 'plane':
        if (scene.incident) scattered = new Scattered(scene, model, source);
        else incident = enterPlaneWave(scene, model, source, { displacement, velocity });
        break;
      default:
        source satisfies never;
    }
  }
  const starts = displacement.some((value) => value !== 0) || velocity.some((value) => value !== 0);
  const start = starts ? { displacement, velocity } : undefined;
  const { x, y } = scene.whole ?? scene.box;
  const across = Math.max(x[1] - x[0], y[1] - y[0]);
  const duration = (BALANCING * across) / scene.background.speed;
  return {
    scattered,
    incident,
    balance: start && balanceOf(scene, model, start, incident, duration),
    wavelets,
    initial: start,
    driven,
  };
}

/** Before the step from t (s): announces the forces of all sources. */
export function pushSources(
  integrator: Integrator,
  { wavelets, scattered, incident, balance }: Excitation,
  t: number,
  lane: number,
): void {
  if (scattered) scattered.push(integrator, t, lane);
  if (t < 0) return;
  if (incident) pushIncident(integrator, incident, t, lane);
  if (balance) pushBalance(integrator, balance, t, lane);
  for (const { load, amplitude, frequency, delay } of wavelets) {
    if (t > rickerEnd(frequency, delay)) continue;
    const curvature = amplitude * rickerCurvature(t, frequency, delay);
    integrator.force(load, amplitude * ricker(t, frequency, delay), curvature, lane);
  }
}

/** Displacement (m) of driven boundaries at time t (s). */
export const drivenDisplacement = ({ driven }: Excitation, t: number): number =>
  driven === undefined || t > rickerEnd(driven.frequency, driven.delay)
    ? 0
    : driven.height * ricker(t, driven.frequency, driven.delay);
