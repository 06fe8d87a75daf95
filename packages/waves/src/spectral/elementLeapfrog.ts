/**
 * Central differences with the modified equation, of fourth order in time, for
 *
 *   M u'' + C u' + K u = f(t),   M and C diagonal, K from elements of order 2 and above.
 *
 *   z = uⁿ + Δt²/12 M⁻¹ (fⁿ − K uⁿ)
 *   (M + C Δt/2) uⁿ⁺¹ = 2M uⁿ − (M − C Δt/2) uⁿ⁻¹ + Δt² (fⁿ + Δt²/12 f''ⁿ − K z)
 *
 * The error of uⁿ⁺¹ − 2uⁿ + uⁿ⁻¹ = Δt² u'' is −Δt⁴/12 u'''', which is replaced by −Δt⁴/12 M⁻¹ (f'' − K u''): Dablain,
 * Geophysics 51 (1986), 54–66. Stable for Δt < √12/√λ_max(M⁻¹K), also with damping, which is itself of second order:
 * K − Δt²/12 K M⁻¹ K is symmetric and positive, and C takes energy away. Cells with damping are in the layer, see
 * `pml/halfStepped.ts`.
 */
import { DrivenNodes } from '../driven.ts';
import type { Lanes } from '../kernel.ts';
import type { Load } from '../source.ts';
import { FOURTH_ORDER, LAYER_DIAGONALS, LayerStep, matchedCells } from '../pml/layerStep.ts';
import type { ElementSystem } from '../system.ts';
import { ElementStiffness } from './elementStiffness.ts';

interface Announced {
  load: Load;
  amplitude: number;
  curvature: number;
  /** The amplitude half a step later. */
  later: number;
  lane: number;
}

/** The amplitude half a step later, from this one, the one a step before and the second derivative in time. */
export const halfAhead = (now: number, before: number, curvature: number, dt: number): number =>
  now + (now - before) / 2 + (3 / 8) * dt * dt * curvature;

/** See `Integrator`. Nothing is allocated after the first step. */
export class ElementLeapfrog {
  u: Float64Array;
  previous: Float64Array;

  private disposed = false;
  private readonly stiffness: ElementStiffness;
  /** z of the formula. */
  private readonly middle: Float64Array;
  /** K u − f or K z − f; zero between two uses. */
  private readonly pulling: Float64Array;
  /** Per node: Δt²/(M + C Δt/2), Δt²/(12 M) and (M − C Δt/2)/(M + C Δt/2); zero where u is prescribed. */
  readonly gain: Float64Array;
  readonly half: Float64Array;
  readonly back: Float64Array;
  private readonly forces: Announced[] = [];
  private announced = 0;
  /** Around open sides. */
  readonly layer?: LayerStep;
  /** Cells before this one are not in the layer. */
  private readonly inside: number;
  private readonly driven: DrivenNodes;
  /** Velocity of the driven nodes at the start, [driven, lanes]. */
  private readonly pace: Float64Array;
  private first = true;

  constructor(
    private readonly system: ElementSystem,
    readonly dt: number,
    readonly lanes: Lanes = 1,
  ) {
    const { mass, damping, fixed, driven, elements, layer } = system;
    const parts = layer ? [layer.rim, layer.first, layer.matched] : [];
    this.stiffness = new ElementStiffness(
      elements,
      mass.length,
      lanes,
      layer ? { vectors: 5, diagonals: 3 + LAYER_DIAGONALS } : { vectors: 4, diagonals: 3 },
      parts,
      matchedCells(system, dt),
    );
    [this.u, this.previous, this.middle, this.pulling] = this.stiffness.vectors;
    const perNode = (value: (m: number, c: number) => number) =>
      mass.map((m, i) => (fixed[i] ? 0 : value(m, (damping[i] * dt) / 2)));
    [this.gain, this.half, this.back] = this.stiffness.diagonals;
    this.gain.set(perNode((m, c) => (dt * dt) / (m + c)));
    this.back.set(perNode((m, c) => (m - c) / (m + c)));
    this.layer = layer && new LayerStep({ ...system, layer }, this.stiffness, dt, lanes);
    this.inside = layer?.first ?? Infinity;
    for (let i = 0; i < mass.length; i++) {
      this.half[i] = fixed[i] ? 0 : ((this.layer?.share(i) ?? FOURTH_ORDER) * dt * dt) / mass[i];
    }
    this.driven = new DrivenNodes(driven, lanes);
    this.pace = new Float64Array(driven.length * lanes);
    this.reset();
  }

  reset(): void {
    for (const vector of this.stiffness.vectors) vector.fill(0);
    this.layer?.reset();
    this.driven.reset();
    this.pace.fill(0);
    this.announced = 0;
    this.forces.length = 0;
    this.first = true;
  }

  /**
   * u(−Δt) follows from the Taylor expansion of fourth order, with acceleration and its two derivatives from the wave
   * equation without load.
   */
  start(displacement: Float64Array, velocity: Float64Array, lane = 0): void {
    const { mass, damping, fixed, driven } = this.system;
    const { u, previous, dt, lanes } = this;
    const held = displacement.map((value, i) => (fixed[i] ? 0 : value));
    const pace = velocity.map((value, i) => (fixed[i] ? 0 : value));
    driven.forEach((node, k) => {
      held[node] = displacement[node];
      pace[node] = velocity[node];
      this.pace[k * lanes + lane] = velocity[node];
    });
    /** u'' (1/s²) for a displacement and its rate. */
    const follow = (value: Float64Array, rate: Float64Array) => {
      const image = this.imageOf(value, lane);
      return image.map((k, i) => (fixed[i] ? 0 : -(k + damping[i] * rate[i]) / mass[i]));
    };
    const second = follow(held, pace);
    const third = follow(pace, second);
    const fourth = follow(second, third);
    const before = (i: number, s: number) =>
      held[i] +
      s * (-pace[i] + (s / 2) * (second[i] + (s / 3) * (-third[i] + (s / 4) * fourth[i])));
    for (let i = 0; i < mass.length; i++) {
      const at = i * lanes + lane;
      u[at] = held[i];
      previous[at] = before(i, dt);
    }
    this.layer?.start((i) => before(i, dt / 2), lane);
    this.first = true;
  }

  /** K · vector, of one lane. */
  private imageOf(vector: Float64Array, lane: number): Float64Array {
    const { middle, pulling, lanes } = this;
    middle.fill(0);
    for (let i = 0; i < vector.length; i++) middle[i * lanes + lane] = vector[i];
    this.stiffness.apply(middle, pulling);
    const image = vector.map((_, i) => pulling[i * lanes + lane]);
    pulling.fill(0);
    return image;
  }

  force(load: Load, amplitude: number, curvature: number, lane = 0): void {
    const { dt } = this;
    const force = (this.forces[this.announced++] ??= {
      load,
      amplitude,
      curvature,
      later: amplitude,
      lane,
    });
    const goesOn = force.load === load && force.lane === lane;
    force.later = halfAhead(amplitude, goesOn ? force.amplitude : amplitude, curvature, dt);
    force.load = load;
    force.amplitude = amplitude;
    force.curvature = curvature;
    force.lane = lane;
  }

  place(values: ArrayLike<number>, lane = 0): void {
    this.prescribe(values, lane);
    this.driven.put(this.u);
  }

  prescribe(values: ArrayLike<number>, lane = 0): void {
    this.driven.prescribe(values, lane);
  }

  step(): void {
    if (this.first) this.begin();
    const { u, previous, middle, pulling, dt, stiffness, layer, inside, half, gain, back } = this;
    this.pull(0);
    stiffness.apply(u, pulling, 0, inside);
    if (layer) {
      this.pullLayer(layer, 'sharpening');
      layer.first(u, previous, pulling, this.driven.held);
    }
    stiffness.predict(u, pulling, middle, half);
    this.moveDriven();
    this.pull((dt * dt) / 12);
    stiffness.apply(middle, pulling, 0, inside);
    stiffness.advance(u, pulling, previous, gain, back);
    if (layer) {
      this.pullLayer(layer, 'later');
      layer.second(u, previous, pulling);
    }
    this.u = previous;
    this.previous = u;
    this.driven.put(this.u);
    this.announced = 0;
  }

  /** Takes the announced forces, with so much (s²) of their second derivatives, from K u. */
  private pull(share: number): void {
    const { forces, pulling, lanes } = this;
    for (let k = 0; k < this.announced; k++) {
      const { load, amplitude, curvature, lane } = forces[k];
      const factor = amplitude + share * curvature;
      for (let n = 0; n < load.nodes.length; n++) {
        pulling[load.nodes[n] * lanes + lane] -= factor * load.values[n];
      }
    }
  }

  /** The same on the nodes of the layer: what its steps of half the length add to a force, or the force half a step later. */
  private pullLayer(layer: LayerStep, part: 'sharpening' | 'later'): void {
    const { forces, pulling, lanes, dt } = this;
    for (let k = 0; k < this.announced; k++) {
      const { load, later, curvature, lane } = forces[k];
      const sharpening = ((dt * dt) / 48) * curvature;
      const factor = part === 'later' ? later + sharpening : sharpening;
      for (let n = 0; n < load.nodes.length; n++) {
        if (!layer.has(load.nodes[n])) continue;
        pulling[load.nodes[n] * lanes + lane] -= factor * load.values[n];
      }
    }
  }

  /** z on driven nodes: their acceleration is the second difference of what is prescribed. */
  private moveDriven(): void {
    const { nodes, held } = this.driven;
    const { u, previous, middle, lanes } = this;
    for (let k = 0; k < nodes.length; k++) {
      for (let lane = 0; lane < lanes; lane++) {
        const at = nodes[k] * lanes + lane;
        middle[at] = u[at] + (held[k * lanes + lane] - 2 * u[at] + previous[at]) / 12;
      }
    }
  }

  /**
   * Before the first step, which knows u on driven nodes at t = 0 and Δt: u(−Δt) there, and what their acceleration
   * adds to u(−Δt) beside them.
   */
  begin(): void {
    this.first = false;
    const { fixed } = this.system;
    const { nodes, held } = this.driven;
    if (nodes.length === 0) return;
    const { u, previous, middle, pulling, pace, dt, lanes, half } = this;
    middle.fill(0);
    for (let k = 0; k < nodes.length; k++) {
      for (let lane = 0; lane < lanes; lane++) {
        const at = nodes[k] * lanes + lane;
        previous[at] = held[k * lanes + lane] - 2 * dt * pace[k * lanes + lane];
        middle[at] = held[k * lanes + lane] - 2 * u[at] + previous[at];
      }
    }
    this.stiffness.apply(middle, pulling);
    for (let i = 0; i < fixed.length; i++) {
      for (let at = i * lanes; at < (i + 1) * lanes; at++) {
        previous[at] -= (half[i] / 2) * pulling[at];
        pulling[at] = 0;
      }
    }
  }

  /**
   * Discrete energy of a lane between the previous and the current time, ½ vᵀMv + ½ uⁿᵀ(K − Δt²/12 K M⁻¹ K) uⁿ⁻¹ with
   * v = (uⁿ − uⁿ⁻¹)/Δt: constant to round-off without load and damping.
   */
  energy(lane = 0): number {
    const { mass } = this.system;
    const { u, previous, middle, pulling, stiffness, dt, lanes, half } = this;
    stiffness.apply(previous, pulling);
    middle.set(pulling);
    pulling.fill(0);
    stiffness.apply(u, pulling);
    let twice = 0;
    for (let i = 0, at = lane; i < mass.length; i++, at += lanes) {
      const velocity = (u[at] - previous[at]) / dt;
      twice += mass[i] * velocity * velocity + u[at] * middle[at];
      twice -= half[i] * pulling[at] * middle[at];
    }
    pulling.fill(0);
    return twice / 2;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.u = new Float64Array();
    this.previous = new Float64Array();
    this.stiffness.dispose();
  }
}
