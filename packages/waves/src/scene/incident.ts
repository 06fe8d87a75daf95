/** A plane wave: under way at t = 0, and entering through absorbing sides after that. */
import { assembleLumpedMass, uniformMaterial } from '../assembly.ts';
import type { Integrator } from '../integrator.ts';
import {
  addPlanePulse,
  rickerShape,
  rickerSlope,
  SILENT_PERIODS,
  type Load,
  type PlanePulse,
} from '../source.ts';
import type { Model } from './model.ts';
import { materialAt, sideNames, type Scene } from './scene.ts';

/** Materials at a side are looked up this far inside, as a share of the scene's extents. */
const INSIDE = 1e-6;

/**
 * At absorbing sides in the wave's own medium the condition holds for the rest of the field only, u − u_in:
 * κ ∂u/∂n = −Z ∂u/∂t + (κ ∂u_in/∂n + Z ∂u_in/∂t), Z = ρc. Without that load, a crest that is cut by a side at
 * t = 0 would leave a static displacement behind.
 */
export interface Incident {
  nodes: Uint32Array;
  /** Force per unit slope of the profile (N). */
  values: Float64Array;
  /** Periods from the crest at t = 0. */
  phases: Float64Array;
  frequency: number;
  /** C/M of the nodes (1/s). */
  rates: Float64Array;
  /** The forces (N) at one time. */
  now: Load;
}

/** u and u' at t = 0, per node. */
export interface Start {
  displacement: Float64Array;
  velocity: Float64Array;
}

/** Adds the wave at t = 0 to a start, per node; returns what enters later. */
export function enterPlaneWave(
  scene: Scene,
  model: Model,
  pulse: PlanePulse,
  { displacement, velocity }: Start,
): Incident {
  const material = materialAt(scene, pulse.x, pulse.y);
  addPlanePulse(model.mesh, pulse, material.speed, displacement, velocity);
  keepMomentum(scene, model, material.density, velocity);
  return sideLoads(scene, model, pulse);
}

/**
 * Gives heavier or lighter regions under the wave at t = 0 the momentum that the wave has in its own medium: with
 * its velocity there, the wave would come with a net push.
 */
function keepMomentum(scene: Scene, model: Model, density: number, velocity: Float64Array): void {
  const others = [...scene.layers, ...scene.inclusions, scene.background];
  if (others.every((other) => other.density === density)) return;
  const mass = assembleLumpedMass(model.mesh, uniformMaterial(model.mesh, 1, density));
  for (let i = 0; i < velocity.length; i++) velocity[i] *= mass[i] / model.system.mass[i];
}

const NORMALS = { left: [-1, 0], right: [1, 0], bottom: [0, -1], top: [0, 1] } as const;

/** The load of an incoming plane wave on the absorbing sides, as far as these lie in its medium. */
function sideLoads(scene: Scene, { mesh, system }: Model, pulse: PlanePulse): Incident {
  const { x, y, boundary } = mesh;
  const { speed } = materialAt(scene, pulse.x, pulse.y);
  const angle = (pulse.angle * Math.PI) / 180;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const { box } = scene;
  const inside = INSIDE * Math.max(box.x[1] - box.x[0], box.y[1] - box.y[0]);
  const nodes: number[] = [];
  const values: number[] = [];
  for (const side of sideNames) {
    const edges = boundary[side];
    const [nx, ny] = NORMALS[side];
    const share = nx * dx + ny * dy - 1;
    if (!edges || scene.sides[side] !== 'absorbing') continue;
    for (let e = 0; e < edges.length; e += 2) {
      const [a, b] = [edges[e], edges[e + 1]];
      const middle = [(x[a] + x[b]) / 2 - inside * nx, (y[a] + y[b]) / 2 - inside * ny] as const;
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
    rates: Float64Array.from(nodes, (i) => system.damping[i] / system.mass[i]),
    now: { nodes: Uint32Array.from(nodes), values: new Float64Array(nodes.length) },
  };
}

/** What all later forces of an incoming wave sum up to (N s). */
export const pushOf = ({ nodes, values, phases, frequency }: Incident): number =>
  nodes.reduce((sum, _, k) => sum + (values[k] * rickerShape(phases[k])) / frequency, 0);

/** Before the step from t (s): announces what an incoming wave does to the sides. */
export function pushIncident(
  integrator: Integrator,
  incident: Incident,
  t: number,
  lane: number,
): void {
  const { values, phases, frequency, rates, now } = incident;
  for (let k = 0; k < phases.length; k++) {
    const s = phases[k] - frequency * t;
    // The start has the acceleration without this load; with it, u(−Δt) would be larger by Δt²/2 · f/M.
    const share = t === 0 ? 0.5 + (rates[k] * integrator.dt) / 4 : 1;
    now.values[k] = Math.abs(s) > SILENT_PERIODS ? 0 : share * values[k] * rickerSlope(s);
  }
  integrator.force(now, 1, 0, lane);
}
