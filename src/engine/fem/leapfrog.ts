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

/** Entries of a matrix row that are handled without a loop: all of them on the structured mesh. */
const BLOCK = 5;

/** `BLOCK` entries of every row, padded with zeros; row-major. */
interface Block {
  column: Int32Array;
  value: Float64Array;
}

/**
 * The state of one integration. The whole right-hand side is folded into one matrix and two vectors, so
 * that a step is one pass over the matrix; nothing is allocated after construction.
 *
 * The matrix is stored in blocks of five entries a row (ELLPACK). Without an inner loop over short rows
 * this runs about twice as fast as compressed sparse rows.
 */
export class Leapfrog {
  /** Displacement at the current time. */
  u: Float64Array;
  /** Displacement one step before; overwritten by the next step. */
  previous: Float64Array;

  private readonly first: Block;
  private readonly rest: Block[];
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
    this.back = new Float64Array(n);
    this.gain = new Float64Array(n);
    let longest = 0;
    for (let i = 0; i < n; i++) {
      longest = Math.max(longest, stiffness.start[i + 1] - stiffness.start[i]);
    }
    const newBlock = (): Block => ({
      column: new Int32Array(n * BLOCK),
      value: new Float64Array(n * BLOCK),
    });
    this.first = newBlock();
    this.rest = Array.from({ length: Math.ceil(longest / BLOCK) - 1 }, newBlock);
    const blocks = [this.first, ...this.rest];
    for (let i = 0; i < n; i++) {
      if (fixed[i]) continue;
      const denominator = mass[i] + (damping[i] * dt) / 2;
      this.back[i] = (mass[i] - (damping[i] * dt) / 2) / denominator;
      this.gain[i] = (dt * dt) / denominator;
      for (let k = stiffness.start[i], entry = 0; k < stiffness.start[i + 1]; k++, entry++) {
        const { column, value } = blocks[Math.floor(entry / BLOCK)];
        const at = i * BLOCK + (entry % BLOCK);
        const inertia = stiffness.column[k] === i ? (2 * mass[i]) / denominator : 0;
        column[at] = stiffness.column[k];
        value[at] = inertia - this.gain[i] * stiffness.value[k];
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
    const { u, previous, back, gain, first, rest } = this;
    const { column, value } = first;
    // The first block is multiplied in the same pass: a pass of its own would cost a third more.
    for (let i = 0, k = 0; i < u.length; i++, k += BLOCK) {
      previous[i] =
        amplitude * gain[i] * load[i] -
        back[i] * previous[i] +
        value[k] * u[column[k]] +
        value[k + 1] * u[column[k + 1]] +
        value[k + 2] * u[column[k + 2]] +
        value[k + 3] * u[column[k + 3]] +
        value[k + 4] * u[column[k + 4]];
    }
    for (const block of rest) addProduct(block, u, previous);
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

/** out += block · u. */
function addProduct({ column, value }: Block, u: Float64Array, out: Float64Array): void {
  for (let i = 0, k = 0; i < u.length; i++, k += BLOCK) {
    out[i] +=
      value[k] * u[column[k]] +
      value[k + 1] * u[column[k + 1]] +
      value[k + 2] * u[column[k + 2]] +
      value[k + 3] * u[column[k + 3]] +
      value[k + 4] * u[column[k + 4]];
  }
}
