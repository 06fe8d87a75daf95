/**
 * Explicit central differences (leapfrog; Newmark β = 0, γ = 1/2) for
 *
 *   M u'' + C u' + K u = f(t),   M and C diagonal.
 *
 *   (M + C Δt/2) uⁿ⁺¹ = (2M − Δt² K) uⁿ − (M − C Δt/2) uⁿ⁻¹ + Δt² fⁿ
 *
 * Second order; stable for Δt < 2/√λ_max(M⁻¹K), also with damping.
 */
import type { Csr } from './csr.ts';

export interface System {
  stiffness: Csr;
  mass: Float64Array;
  /** Diagonal damping, from absorbing boundaries. */
  damping: Float64Array;
  /** 1 where u = 0 is prescribed. */
  fixed: Uint8Array;
}

/**
 * The state of one integration. The whole right-hand side is folded into one matrix and two vectors, so
 * that a step is one pass over the matrix; nothing is allocated after construction.
 */
export class Leapfrog {
  /** Displacement at the current time. */
  u: Float64Array;
  /** Displacement one step before; overwritten by the next step. */
  previous: Float64Array;

  private readonly value: Float64Array;
  private readonly back: Float64Array;
  private readonly gain: Float64Array;

  constructor(
    private readonly system: System,
    readonly dt: number,
  ) {
    const { stiffness, mass, damping, fixed } = system;
    const n = mass.length;
    this.u = new Float64Array(n);
    this.previous = new Float64Array(n);
    this.value = new Float64Array(stiffness.value.length);
    this.back = new Float64Array(n);
    this.gain = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      if (fixed[i]) continue;
      const denominator = mass[i] + (damping[i] * dt) / 2;
      this.back[i] = (mass[i] - (damping[i] * dt) / 2) / denominator;
      this.gain[i] = (dt * dt) / denominator;
      for (let k = stiffness.start[i]; k < stiffness.start[i + 1]; k++) {
        const inertia = stiffness.column[k] === i ? (2 * mass[i]) / denominator : 0;
        this.value[k] = inertia - this.gain[i] * stiffness.value[k];
      }
    }
  }

  /** Back to rest. */
  reset(): void {
    this.u.fill(0);
    this.previous.fill(0);
  }

  /** One step under the load `amplitude · load` at the current time. */
  step(load: Float64Array, amplitude: number): void {
    const { start, column } = this.system.stiffness;
    const { u, previous, value, back, gain } = this;
    for (let i = 0, k = 0; i < u.length; i++) {
      let next = amplitude * gain[i] * load[i] - back[i] * previous[i];
      for (const end = start[i + 1]; k < end; k++) next += value[k] * u[column[k]];
      previous[i] = next;
    }
    this.u = previous;
    this.previous = u;
  }

  /**
   * Discrete energy between the previous and the current time,
   * ½ vᵀMv + ½ uⁿᵀK uⁿ⁻¹ with v = (uⁿ − uⁿ⁻¹)/Δt: constant to round-off without load and damping.
   */
  energy(): number {
    const { stiffness, mass } = this.system;
    const { start, column, value } = stiffness;
    const { u, previous, dt } = this;
    let twice = 0;
    for (let i = 0; i < u.length; i++) {
      const velocity = (u[i] - previous[i]) / dt;
      let force = 0;
      for (let k = start[i]; k < start[i + 1]; k++) force += value[k] * previous[column[k]];
      twice += mass[i] * velocity * velocity + u[i] * force;
    }
    return twice / 2;
  }
}
