/**
 * The field that a scene scatters of a plane wave from outside: u = u_in + u_sc, with u_in the exact wave in the layers
 * (`layered/planeWave.ts`). For u_sc the weak form leaves
 *
 *   (M + ΔM) u_sc'' + C u_sc' + (K + ΔK) u_sc = −ΔM u_in'' − ΔK u_in − ∮ κ₀ ∂u_in/∂n φ,
 *
 * Δ from cells in which the material is not that of the layers, the integral over free and absorbing obstacles and free
 * sides; on fixed ones u_sc = −u_in. Open and absorbing sides see u_sc alone. It begins at rest, before t = 0 where the wave
 * has met something by then.
 */
import type { Integrator } from '../integrator.ts';
import type { LayeredWave, WavePoints } from '../layered/planeWave.ts';
import type { Load, PlanePulse } from '../source.ts';
import { differenceOf, type Difference } from './difference.ts';
import { incomingWave } from './incoming.ts';
import type { Model } from './model.ts';
import { conditionsOf, type Scene } from './scene.ts';
import { surfaceLoadsOf, type SurfaceLoads } from './surfaceLoads.ts';

export class Scattered {
  readonly wave: LayeredWave;
  /** So long before t = 0 (s) the wave meets the first thing that scatters it. */
  readonly lead: number;
  private readonly difference: Difference;
  private readonly surface: SurfaceLoads;
  private readonly inside: WavePoints;
  private readonly onSurface: WavePoints;
  private readonly onDriven: WavePoints;
  /** 1 where the whole field is zero, on fixed parts. */
  private readonly held: Uint8Array;
  /** What is left of the incoming wave on driven nodes: less and less of it in the layer beyond open sides. */
  private readonly share: Float64Array;
  private readonly box: Scene['box'];
  /** u_in and its second derivatives in time, [nodes that differ]. */
  private readonly values: readonly Float64Array[];
  private readonly force: Load;
  private readonly curvature: Load;

  /** Of a model of the scene or of a part of it. Throws `SceneError` where the scene lets no such wave in. */
  constructor(scene: Scene, model: Model, pulse: PlanePulse) {
    const { mesh, system } = model;
    this.wave = incomingWave(scene, pulse);
    this.box = scene.whole ?? scene.box;
    this.difference = differenceOf(model);
    this.surface = surfaceLoadsOf(model);
    const at = (nodes: Uint32Array) =>
      this.wave.at(
        Float64Array.from(nodes, (i) => mesh.x[i]),
        Float64Array.from(nodes, (i) => mesh.y[i]),
      );
    this.inside = at(this.difference.nodes);
    this.onSurface = at(this.surface.nodes);
    this.onDriven = at(system.driven);
    this.held = heldNodes(model);
    this.share = Float64Array.from(system.driven, (i) =>
      shareAt(model.scene, mesh.x[i], mesh.y[i]),
    );
    const nodes = Uint32Array.from([...this.difference.nodes, ...this.surface.nodes]);
    this.values = [0, 2, 4].map(() => new Float64Array(this.difference.nodes.length));
    this.force = { nodes, values: new Float64Array(nodes.length) };
    this.curvature = { nodes, values: new Float64Array(nodes.length) };
    const first = [...nodes, ...system.driven].reduce(
      (least, i) => Math.min(least, this.wave.arrival(mesh.x[i], mesh.y[i])),
      0,
    );
    this.lead = -first;
  }

  /** The nodes that it pushes; a node may stand here more than once. */
  get pushed(): Uint32Array {
    return this.force.nodes;
  }

  /** Before the first step: the wave up to the time `until` (s). */
  prepare(until: number): void {
    this.wave.prepare(until, this.box);
  }

  /** Before the step from t (s): announces what the wave does to everything that scatters it. */
  push(integrator: Integrator, t: number, lane: number): void {
    const { inside, values, force, curvature } = this;
    if (force.nodes.length === 0) return;
    for (let k = 0; k < values.length; k++) {
      for (let i = 0; i < inside.length; i++) values[k][i] = inside.value(i, t, 2 * k);
    }
    this.fill(force.values, t, 0);
    this.fill(curvature.values, t, 1);
    integrator.force(force, 1, 0, lane);
    integrator.force(curvature, 0, 1, lane);
  }

  /** The force at t, or its second derivative in time. */
  private fill(out: Float64Array, t: number, half: 0 | 1): void {
    const { difference, values, surface, onSurface } = this;
    const { mass } = difference;
    difference.apply(values[half], out);
    for (let i = 0; i < mass.length; i++) out[i] = -out[i] - mass[i] * values[half + 1][i];
    const { slope, rate, nx, ny } = surface;
    for (let i = 0; i < slope.length; i++) {
      const along = slope[i] * onSurface.slope(i, t, 2 * half, nx[i], ny[i]);
      const moving = rate[i] === 0 ? 0 : rate[i] * onSurface.value(i, t, 2 * half + 1);
      out[mass.length + i] = -(along + moving);
    }
  }

  /** From the whole field on the driven nodes at time t (s) to the scattered one. */
  subtract(t: number, whole: Float64Array): void {
    const { onDriven, held, share } = this;
    for (let k = 0; k < whole.length; k++) {
      whole[k] = (held[k] || t < 0 ? 0 : whole[k]) - share[k] * onDriven.value(k, t, 0);
    }
  }
}

/** Which of the driven nodes are on parts that are fixed in the scene. */
function heldNodes({ scene, mesh, system }: Model): Uint8Array {
  const fixed = new Set<number>();
  for (const [part, condition] of Object.entries(conditionsOf(scene))) {
    if (condition === 'fixed') for (const node of mesh.boundary[part] ?? []) fixed.add(node);
  }
  return Uint8Array.from(system.driven, (node) => (fixed.has(node) ? 1 : 0));
}

/** 1 in the scene, falling smoothly to 0 at the outer side of the layer beyond open sides. */
function shareAt({ box, layer = 0 }: Scene, x: number, y: number): number {
  const outside = Math.max(0, box.x[0] - x, x - box.x[1], box.y[0] - y, y - box.y[1]);
  return layer > 0 ? Math.cos((Math.PI / 2) * Math.min(1, outside / layer)) ** 2 : 1;
}
