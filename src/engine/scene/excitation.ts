/** What makes the waves of one sample, on the nodes of a mesh. */
import type { Experiment } from '../experiment/schema.ts';
import type { Leapfrog } from '../fem/leapfrog.ts';
import type { Mesh } from '../fem/mesh/mesh.ts';
import {
  addGaussian,
  addPlanePulse,
  gaussianLoad,
  ricker,
  rickerEnd,
  rickerSlope,
  SILENT_PERIODS,
  type Load,
  type PlanePulse,
} from '../fem/source.ts';
import type { Model } from './model.ts';
import { materialAt, sceneOf, type Scene } from './scene.ts';

/**
 * Peak of the source's force per area over the density (m/s²): at 2 to 3 Hz displacements are then about a
 * millimetre.
 */
const ACCELERATION = 1;
/** Materials at a side are looked up this far inside (m). */
const INSIDE = 1e-6;
/** Height of pulses, plane waves and driven boundaries (m). */
const HEIGHT = 1e-3;

interface Wavelet {
  load: Load;
  amplitude: number;
  frequency: number;
}

/**
 * A plane wave that goes on entering through absorbing sides after t = 0. There the condition holds for the rest
 * of the field only, u − u_in: κ ∂u/∂n = −Z ∂u/∂t + (κ ∂u_in/∂n + Z ∂u_in/∂t), Z = ρc. Without that load, a crest
 * that is cut by a side at t = 0 would leave a static displacement behind.
 */
interface Incident {
  nodes: Uint32Array;
  /** Force per unit slope of the profile (N). */
  values: Float64Array;
  /** Periods from the crest at t = 0. */
  phases: Float64Array;
  frequency: number;
}

export interface Excitation {
  incident?: Incident;
  wavelets: readonly Wavelet[];
  /** u and u' at t = 0; undefined: at rest. */
  initial?: { displacement: Float64Array; velocity: Float64Array };
  /** Frequency of the wavelet that moves driven boundaries (Hz). */
  drivenFrequency: number;
}

/** The excitation of an experiment in which nothing is free, on a model of it or of a part of it. */
export function excitationOf(
  experiment: Pick<Experiment, 'source' | 'scene' | 'zone'>,
  { mesh, system }: Model,
): Excitation {
  const { source } = experiment;
  const [x, y, frequency] = [source.x[0], source.y[0], source.frequency[0]];
  const { width } = source;
  const wavelets: Wavelet[] = [];
  const displacement = new Float64Array(mesh.x.length);
  const velocity = new Float64Array(mesh.x.length);
  const addWavelet = (centre: { x: number; y: number }, hertz: number, strength: number) =>
    wavelets.push({
      load: gaussianLoad(mesh, system.mass, centre, width),
      amplitude: ACCELERATION * strength,
      frequency: hertz,
    });
  const addPulse = (centre: { x: number; y: number }, strength: number) =>
    addGaussian(mesh, centre, { width, height: HEIGHT * strength }, displacement);
  if (source.kind === 'ricker') addWavelet({ x, y }, frequency, 1);
  if (source.kind === 'pulse') addPulse({ x, y }, 1);
  let incident: Incident | undefined;
  if (source.kind === 'plane') {
    const pulse = { x, y, angle: source.angle, frequency, height: HEIGHT };
    const here = sceneOf(experiment);
    addPlanePulse(mesh, pulse, materialAt(here, x, y).speed, displacement, velocity);
    incident = incidentOf(here, mesh, pulse);
  }
  for (const { kind, numbers } of source.more) {
    const [mx, my, ...rest] = numbers.map(([low]) => low);
    if (kind === 'ricker') addWavelet({ x: mx, y: my }, rest[0], rest[1]);
    else addPulse({ x: mx, y: my }, rest[0]);
  }
  const starts = displacement.some((value) => value !== 0) || velocity.some((value) => value !== 0);
  return {
    incident,
    wavelets,
    initial: starts ? { displacement, velocity } : undefined,
    drivenFrequency: frequency,
  };
}

const NORMALS = { left: [-1, 0], right: [1, 0], bottom: [0, -1], top: [0, 1] } as const;

/** The load of an incoming plane wave on the absorbing sides, as far as these lie in its medium. */
function incidentOf(scene: Scene, { x, y, boundary }: Mesh, pulse: PlanePulse): Incident {
  const { speed } = materialAt(scene, pulse.x, pulse.y);
  const angle = (pulse.angle * Math.PI) / 180;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const nodes: number[] = [];
  const values: number[] = [];
  for (const side of ['left', 'right', 'bottom', 'top'] as const) {
    const edges = boundary[side];
    const [nx, ny] = NORMALS[side];
    const share = nx * dx + ny * dy - 1;
    if (!edges || scene.sides[side] !== 'absorbing') continue;
    for (let e = 0; e < edges.length; e += 2) {
      const [a, b] = [edges[e], edges[e + 1]];
      const middle = [(x[a] + x[b]) / 2 - INSIDE * nx, (y[a] + y[b]) / 2 - INSIDE * ny] as const;
      const material = materialAt(scene, ...middle);
      if (material.speed !== speed) continue;
      const length = Math.hypot(x[b] - x[a], y[b] - y[a]);
      const impedance = material.density * speed;
      const force = (impedance * pulse.frequency * pulse.height * share * length) / 2;
      nodes.push(a, b);
      values.push(force, force);
    }
  }
  return {
    nodes: Uint32Array.from(nodes),
    values: Float64Array.from(values),
    phases: Float64Array.from(
      nodes,
      (i) => (pulse.frequency / speed) * ((x[i] - pulse.x) * dx + (y[i] - pulse.y) * dy),
    ),
    frequency: pulse.frequency,
  };
}

function pushIncident(leapfrog: Leapfrog, incident: Incident, t: number, lane: number): void {
  const { nodes, values, phases, frequency } = incident;
  for (let k = 0; k < nodes.length; k++) {
    const s = phases[k] - frequency * t;
    if (Math.abs(s) > SILENT_PERIODS) continue;
    leapfrog.addNodalForce(nodes[k], values[k] * rickerSlope(s), lane);
  }
}

/** After the step that ends at t + Δt: adds what the sources have moved since t (s). */
export function pushSources(
  leapfrog: Leapfrog,
  { wavelets, incident }: Excitation,
  t: number,
  lane: number,
): void {
  if (incident) pushIncident(leapfrog, incident, t, lane);
  for (const { load, amplitude, frequency } of wavelets) {
    if (t > rickerEnd(frequency)) continue;
    leapfrog.addForce(load, amplitude * ricker(t, frequency), lane);
  }
}

/** Displacement (m) of driven boundaries at time t (s). */
export const drivenDisplacement = ({ drivenFrequency }: Excitation, t: number): number =>
  t > rickerEnd(drivenFrequency) ? 0 : HEIGHT * ricker(t, drivenFrequency);
