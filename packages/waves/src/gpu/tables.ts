/** What happens in every step, known beforehand: a GPU that waited for each force would do nothing else. */
import type { Integrator } from '../integrator.ts';
import { pushSources, type Excitation } from '../scene/excitation.ts';
import type { DrivenBoundary } from '../scene/integrate.ts';
import type { Load } from '../source.ts';
import { halfAhead } from '../spectral/elementLeapfrog.ts';
import type { Sizes } from './model.ts';
import { tableWidth, type BatchSizes } from './shader.ts';

/** The forces of a batch and u on its driven nodes, one excitation per sample. */
export class Tables {
  readonly sizes: BatchSizes;
  /** Nodes whose forces change their shape, in their order in the tables. */
  readonly pushed: Uint32Array;
  /** Numbers of one step. */
  readonly width: number;
  /** Loads that keep their shape, and their places in the tables. */
  private readonly fixed: ReadonlyMap<Load, number>[];
  private readonly slots: ReadonlyMap<number, number>;
  /** Amplitudes of the step before. */
  private readonly before: Map<Load, number>[];
  private readonly held: Float64Array;

  constructor(
    private readonly model: Sizes,
    private readonly excitations: readonly Excitation[],
    private readonly boundary: DrivenBoundary,
    private readonly dt: number,
  ) {
    this.fixed = excitations.map(({ wavelets, balance }) => {
      const loads = wavelets.map(({ load }) => load);
      if (balance) loads.push(balance.load);
      return new Map(loads.map((load, k) => [load, k]));
    });
    this.pushed = Uint32Array.from(
      new Set(
        excitations.flatMap(({ scattered, incident }) => [
          ...(scattered?.pushed ?? []),
          ...(incident?.now.nodes ?? []),
        ]),
      ),
    ).sort();
    this.slots = new Map(Array.from(this.pushed, (node, k) => [node, k]));
    this.sizes = {
      samples: excitations.length,
      loads: Math.max(0, ...this.fixed.map(({ size }) => size)),
      pushed: this.pushed.length,
    };
    this.width = tableWidth(model.driven, this.sizes);
    this.before = excitations.map(() => new Map());
    this.held = new Float64Array(model.driven);
  }

  /** The loads that keep their shape, [loads, nodes, samples]. */
  loads(): Float32Array {
    const { loads, samples } = this.sizes;
    const { nodes } = this.model;
    const out = new Float32Array(Math.max(1, loads * nodes * samples));
    this.fixed.forEach((own, sample) => {
      for (const [load, l] of own) {
        load.nodes.forEach((node, k) => {
          out[(l * nodes + node) * samples + sample] += load.values[k];
        });
      }
    });
    return out;
  }

  /** u (m) that is prescribed for a sample at time t (s). It is overwritten by the next call. */
  heldAt(sample: number, t: number): Float64Array {
    const { held, excitations, boundary } = this;
    if (held.length === 0) return held;
    boundary(sample, t, held);
    excitations[sample].scattered?.subtract(t, held);
    return held;
  }

  /** Of the step from t (s): forces, Δt² times their second derivatives, forces half a step later, u on driven nodes after it. */
  fill(t: number, out: Float32Array): void {
    out.fill(0);
    for (let sample = 0; sample < this.sizes.samples; sample++) this.fillSample(sample, t, out);
  }

  private fillSample(sample: number, t: number, out: Float32Array): void {
    const { dt, slots } = this;
    const { samples, loads, pushed } = this.sizes;
    const own = this.fixed[sample];
    const before = this.before[sample];
    const now = new Map<Load, number>();
    const add = (which: number, shape: number, amplitude: number, late: number, bend: number) => {
      const at = 3 * which * samples + sample;
      out[at] += shape * amplitude;
      out[at + samples] += shape * bend;
      out[at + 2 * samples] += shape * late;
    };
    const force = (load: Load, amplitude: number, curvature: number) => {
      const late = halfAhead(amplitude, before.get(load) ?? amplitude, curvature, dt);
      const bend = dt * dt * curvature;
      now.set(load, amplitude);
      const place = own.get(load);
      if (place !== undefined) {
        add(place, 1, amplitude, late, bend);
        return;
      }
      load.nodes.forEach((node, k) => {
        add(loads + slots.get(node)!, load.values[k], amplitude, late, bend);
      });
    };
    const { excitations } = this;
    pushSources({ force } as Pick<Integrator, 'force'> as Integrator, excitations[sample], t, 0);
    this.before[sample] = now;
    const held = this.heldAt(sample, t + dt);
    for (let k = 0; k < held.length; k++) {
      out[(3 * (loads + pushed) + k) * samples + sample] = held[k];
    }
  }
}
