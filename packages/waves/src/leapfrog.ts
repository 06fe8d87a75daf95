/**
 * Explicit central differences (leapfrog; Newmark β = 0, γ = 1/2) for
 *
 *   M u'' + C u' + K u = f(t),   M and C diagonal.
 *
 *   (M + C Δt/2) uⁿ⁺¹ = (2M − Δt² K) uⁿ − (M − C Δt/2) uⁿ⁻¹ + Δt² fⁿ
 *
 * Second order; stable for Δt < 2/√λ_max(M⁻¹K), also with damping.
 */
import { multiply } from './csr.ts';
import { DrivenNodes } from './driven.ts';
import { rowsKernels, type Lanes, type RowsKernel } from './kernel.ts';
import { giveMemory, takeMemory } from './memory.ts';
import type { Load } from './source.ts';
import type { MatrixSystem } from './system.ts';

/** Rows of equal width, stored one after the other. */
interface RowGroup {
  kernel: RowsKernel;
  /** Byte addresses, as the kernel wants them. */
  rows: number;
  rowsEnd: number;
  values: number;
  columns: number;
  back: number;
}

interface Announced {
  load: Load;
  amplitude: number;
  lane: number;
}

/**
 * The state of one integration, or of four side by side on the same system (`lanes`). The right-hand side is
 * folded into one matrix and one vector, so that a step is one pass over the matrix; nothing is allocated
 * after construction. Call `dispose` when it is not needed any more.
 */
export class Leapfrog {
  /** Displacement at the current time, [nodes, lanes]. */
  u: Float64Array;
  /** Displacement one step before, [nodes, lanes]; overwritten by the next step. */
  previous: Float64Array;

  private disposed = false;
  private readonly memory: WebAssembly.Memory;
  private readonly groups: RowGroup[] = [];
  /** Δt²/(M + C Δt/2), zero where u is prescribed. */
  private readonly gain: Float64Array;
  /** Announced for the next step. */
  private readonly forces: Announced[] = [];
  private announced = 0;
  private readonly driven: DrivenNodes;

  constructor(
    private readonly system: MatrixSystem,
    readonly dt: number,
    readonly lanes: Lanes = 1,
  ) {
    const { mass, damping, fixed, driven } = system;
    const n = mass.length;
    this.gain = mass.map((m, i) => (fixed[i] ? 0 : (dt * dt) / (m + (damping[i] * dt) / 2)));
    this.driven = new DrivenNodes(driven, lanes);
    const byWidth = this.rowsByWidth();
    const vectorBytes = 8 * n * lanes;
    let bytes = 2 * vectorBytes;
    for (const [width, rows] of byWidth) bytes += rows.length * (12 * width + 12) + 24;
    this.memory = takeMemory(bytes);
    const { buffer } = this.memory;
    this.u = new Float64Array(buffer, 0, n * lanes);
    this.previous = new Float64Array(buffer, vectorBytes, n * lanes);
    const kernels = rowsKernels([...byWidth.keys()], lanes, this.memory);
    let address = 2 * vectorBytes;
    [...byWidth].forEach(([width, rows], i) => {
      address = this.addGroup(width, rows, address, kernels[i]);
    });
    this.reset();
  }

  /** Rows that are integrated, ascending, by their number of entries. */
  private rowsByWidth(): Map<number, number[]> {
    const { stiffness, fixed } = this.system;
    const groups = new Map<number, number[]>();
    for (let i = 0; i < fixed.length; i++) {
      if (fixed[i]) continue;
      const width = stiffness.start[i + 1] - stiffness.start[i];
      const group = groups.get(width);
      if (group) group.push(i);
      else groups.set(width, [i]);
    }
    return new Map([...groups].toSorted((a, b) => a[0] - b[0]));
  }

  /** Writes the rows' part of (2M − Δt² K)/(M + C Δt/2) from `address` on; returns its end. */
  private addGroup(width: number, rows: number[], address: number, kernel: RowsKernel): number {
    const { stiffness, mass, damping } = this.system;
    const { dt, lanes, gain } = this;
    const { buffer } = this.memory;
    const values = address;
    const back = values + 8 * width * rows.length;
    const columns = back + 8 * rows.length;
    const list = columns + 4 * width * rows.length;
    const rowsEnd = list + 4 * rows.length;
    this.groups.push({ kernel, rows: list, rowsEnd, values, columns, back });
    const value = new Float64Array(buffer, values, width * rows.length);
    const backs = new Float64Array(buffer, back, rows.length);
    const column = new Uint32Array(buffer, columns, width * rows.length);
    const offsets = new Uint32Array(buffer, list, rows.length);
    rows.forEach((i, r) => {
      const denominator = mass[i] + (damping[i] * dt) / 2;
      backs[r] = -(mass[i] - (damping[i] * dt) / 2) / denominator;
      offsets[r] = 8 * lanes * i;
      for (let k = stiffness.start[i], at = r * width; k < stiffness.start[i + 1]; k++, at++) {
        const inertia = stiffness.column[k] === i ? (2 * mass[i]) / denominator : 0;
        column[at] = 8 * lanes * stiffness.column[k];
        value[at] = inertia - gain[i] * stiffness.value[k];
      }
    });
    return Math.ceil(rowsEnd / 8) * 8;
  }

  /** Back to rest. */
  reset(): void {
    this.u.fill(0);
    this.previous.fill(0);
    this.driven.reset();
    this.announced = 0;
  }

  /**
   * Starts a lane from displacement u(0) (m) and velocity u'(0) (m/s), per node: u(−Δt) follows from the
   * Taylor expansion of second order, with the acceleration from the wave equation without load. On driven
   * nodes the displacement is kept, on fixed ones it is zero.
   */
  start(displacement: Float64Array, velocity: Float64Array, lane = 0): void {
    const { stiffness, mass, damping, fixed, driven } = this.system;
    const { u, previous, dt, lanes } = this;
    const force = new Float64Array(mass.length);
    const held = displacement.map((value, i) => (fixed[i] ? 0 : value));
    for (const node of driven) held[node] = displacement[node];
    multiply(stiffness, held, force);
    for (let i = 0; i < mass.length; i++) {
      const at = i * lanes + lane;
      const acceleration = -(force[i] + damping[i] * velocity[i]) / mass[i];
      u[at] = held[i];
      previous[at] = fixed[i] ? 0 : held[i] - dt * velocity[i] + ((dt * dt) / 2) * acceleration;
    }
  }

  force(load: Load, amplitude: number, _curvature: number, lane = 0): void {
    const force = (this.forces[this.announced++] ??= { load, amplitude, lane });
    force.load = load;
    force.amplitude = amplitude;
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
    const { u, previous } = this;
    const [uAddress, previousAddress] = [u.byteOffset, previous.byteOffset];
    for (let g = 0; g < this.groups.length; g++) {
      const { kernel, rows, rowsEnd, values, columns, back } = this.groups[g];
      kernel(rows, rowsEnd, values, columns, back, uAddress, previousAddress);
    }
    this.u = previous;
    this.previous = u;
    for (let k = 0; k < this.announced; k++) this.push(this.forces[k]);
    this.announced = 0;
    this.driven.put(this.u);
  }

  private push({ load: { nodes, values }, amplitude, lane }: Announced): void {
    const { u, gain, lanes } = this;
    for (let k = 0; k < nodes.length; k++) {
      const node = nodes[k];
      u[node * lanes + lane] += amplitude * gain[node] * values[k];
    }
  }

  /**
   * Discrete energy of a lane between the previous and the current time,
   * ½ vᵀMv + ½ uⁿᵀK uⁿ⁻¹ with v = (uⁿ − uⁿ⁻¹)/Δt: constant to round-off without load and damping.
   */
  energy(lane = 0): number {
    const { stiffness, mass } = this.system;
    const { start, column, value } = stiffness;
    const { u, previous, dt, lanes } = this;
    let twice = 0;
    for (let i = 0; i < mass.length; i++) {
      const now = u[i * lanes + lane];
      const velocity = (now - previous[i * lanes + lane]) / dt;
      let force = 0;
      for (let k = start[i]; k < start[i + 1]; k++) {
        force += value[k] * previous[column[k] * lanes + lane];
      }
      twice += mass[i] * velocity * velocity + now * force;
    }
    return twice / 2;
  }

  /** Gives the memory back; the integration can't go on after that. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.groups.length = 0;
    this.u = new Float64Array();
    this.previous = new Float64Array();
    giveMemory(this.memory);
  }
}
