/**
 * A plane wave in horizontal layers, exact: u(x, y, t) = U(y, t − p (x − x₀)) with the horizontal slowness p, which is the
 * same in all layers (Snell). U obeys the wave equation in one dimension
 *
 *   (ρ − κ p²) U_ττ = (κ U_y)_y
 *
 * and is, in every layer, a wave F that goes on and a wave B that comes back: U = F(τ − q s) + B(τ + q s), q² = 1/c² − p².
 * Their transforms follow from the generalised reflection coefficients (Aki and Richards, Quantitative Seismology, chapter 5;
 * Kennett, Seismic Wave Propagation in Stratified Media, chapter 6), with all multiple reflections.
 */
import type { PlanePulse } from '../source.ts';
import { stackFor, type LayeredMedium, type Stack } from './stack.ts';
import { exponential, over, times, Waveform, type Complex } from './waveform.ts';

/** Before so many periods from the crest the wave is below 2·10⁻⁶ of its height: it has not arrived. */
export const QUIET_PERIODS = 1.3;
/** Before so many it is below 10⁻²⁰. */
const SILENT = 2.3;

const ONE: Complex = [1, 0];
const plus = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d];
const scale = ([a, b]: Complex, factor: number): Complex => [a * factor, b * factor];

/** Where a point lies in the wave. */
interface Place {
  layer: number;
  /** Times (s) of F and B at t = 0. */
  onwards: number;
  back: number;
}

export class LayeredWave {
  /** Horizontal slowness (s/m). */
  readonly slowness: number;
  private readonly stack: Stack;
  /** Vertical travel time (s) from the first interface to the crest's height. */
  private readonly origin: number;
  private onwards: Waveform[] = [];
  private back: (Waveform | undefined)[] = [];
  private end = -Infinity;

  /**
   * The direct wave's crest passes (pulse.x, pulse.y) at t = 0, in the direction `angle` there; `height` is that of the
   * wave as it comes in from outside. Throws `IncidenceError` where no such wave exists.
   */
  constructor(
    medium: LayeredMedium,
    private readonly pulse: PlanePulse,
  ) {
    const { slowness, stack } = stackFor(medium, pulse.y, pulse.angle);
    this.slowness = slowness;
    this.stack = stack;
    this.origin = this.travelTime(stack.sign * pulse.y);
  }

  /** The first layer reaches down without end. */
  private layerOf(s: number): number {
    const { layers } = this.stack;
    let found = 0;
    for (let m = 1; m < layers.length; m++) if (s >= layers[m].s) found = m;
    return found;
  }

  /** Of the direct wave from the first interface to a height, in the vertical (s). */
  private travelTime(s: number): number {
    const { layers } = this.stack;
    const last = this.layerOf(s);
    let time = 0;
    for (let m = 1; m < last; m++) time += layers[m].q * (layers[m + 1].s - layers[m].s);
    return time + layers[last].q * (s - layers[last].s);
  }

  /** When (s) the first of the wave arrives at a point. */
  arrival(x: number, y: number): number {
    const { pulse, slowness, stack } = this;
    const crest = slowness * (x - pulse.x) + this.travelTime(stack.sign * y) - this.origin;
    return crest - QUIET_PERIODS / pulse.frequency;
  }

  private place(x: number, y: number): Place {
    const { pulse, slowness, stack, origin } = this;
    const s = stack.sign * y;
    const layer = this.layerOf(s);
    const { q, s: begin } = stack.layers[layer];
    const retarded = origin - slowness * (x - pulse.x);
    return { layer, onwards: retarded - q * (s - begin), back: retarded + q * (s - begin) };
  }

  /**
   * Makes the wave known up to time `until` (s) at all points of a box: before that it is zero. To do so again for an
   * earlier time costs nothing.
   */
  prepare(
    until: number,
    box: { x: readonly [number, number]; y: readonly [number, number] },
  ): void {
    const corners = box.x.flatMap((x) => box.y.map((y) => this.place(x, y)));
    const latest = Math.max(...corners.map(({ onwards, back }) => Math.max(onwards, back)));
    // Inside a layer the times are larger than at the corners by no more than its height takes.
    const { sign, layers } = this.stack;
    const slowest = Math.max(...layers.map(({ q }) => q));
    const height = slowest * Math.abs(sign * (box.y[1] - box.y[0]));
    const end = until + latest + 2 * height;
    if (end <= this.end) return;
    this.end = end;
    const { frequency } = this.pulse;
    const waveforms = Waveform.fromSpectra(
      { begin: -SILENT / frequency, end, frequency },
      2 * layers.length,
      (omega, out) => this.spectra(omega, out),
    );
    this.onwards = layers.map((_, m) => waveforms[2 * m]);
    // Nothing comes back in a last layer without end.
    this.back = layers.map((_, m) =>
      m < layers.length - 1 || this.stack.end ? waveforms[2 * m + 1] : undefined,
    );
  }

  /** Transforms of F and B of all layers, at the beginnings of the layers. */
  private spectra(omega: Complex, out: Complex[]): void {
    const { layers, end } = this.stack;
    const last = layers.length - 1;
    // B over F, from the end to the first layer.
    const ratios: Complex[] = [];
    ratios[last] = end
      ? scale(exponential(omega, 2 * layers[last].q * (end.s - layers[last].s)), end.coefficient)
      : [0, 0];
    const coefficients: number[] = [];
    for (let m = last; m > 0; m--) {
      const [before, after] = [layers[m - 1].impedance, layers[m].impedance];
      const r = (before - after) / (before + after);
      coefficients[m] = r;
      const seen = over(plus([r, 0], ratios[m]), plus(ONE, scale(ratios[m], r)));
      const height = layers[m].s - layers[m - 1].s;
      ratios[m - 1] = times(seen, exponential(omega, 2 * layers[m - 1].q * height));
    }
    let wave = scale(rickerSpectrum(omega, this.pulse.frequency), this.pulse.height);
    for (let m = 0; m <= last; m++) {
      if (m > 0) {
        const height = layers[m].s - layers[m - 1].s;
        const arriving = times(wave, exponential(omega, layers[m - 1].q * height));
        const r = coefficients[m];
        wave = over(scale(arriving, 1 + r), plus(ONE, scale(ratios[m], r)));
      }
      out[2 * m] = wave;
      out[2 * m + 1] = times(wave, ratios[m]);
    }
  }

  /** What looks at the wave in fixed points. */
  at(x: ArrayLike<number>, y: ArrayLike<number>): WavePoints {
    const places = Array.from({ length: x.length }, (_, i) => this.place(x[i], y[i]));
    return new WavePoints(this, places);
  }

  /** ∂ᵏu/∂tᵏ (m/sᵏ) at a place; `prepare` must have come before. */
  value(layer: number, onwards: number, back: number, order: number): number {
    const returning = this.back[layer];
    const value = this.onwards[layer].at(onwards, order);
    return returning ? value + returning.at(back, order) : value;
  }

  /** ∂/∂y of that. */
  rise(layer: number, onwards: number, back: number, order: number): number {
    const returning = this.back[layer];
    const value = this.onwards[layer].at(onwards, order + 1);
    const { sign, layers } = this.stack;
    return sign * layers[layer].q * ((returning?.at(back, order + 1) ?? 0) - value);
  }
}

/** The wave in fixed points. Nothing here allocates. */
export class WavePoints {
  private readonly layer: Uint8Array;
  private readonly onwards: Float64Array;
  private readonly back: Float64Array;

  constructor(
    private readonly wave: LayeredWave,
    places: readonly Place[],
  ) {
    this.layer = Uint8Array.from(places, ({ layer }) => layer);
    this.onwards = Float64Array.from(places, ({ onwards }) => onwards);
    this.back = Float64Array.from(places, ({ back }) => back);
  }

  get length(): number {
    return this.layer.length;
  }

  /** ∂ᵏu/∂tᵏ (m/sᵏ) of the k = `order` ≤ 5 in one of the points at time t (s). */
  value(i: number, t: number, order: number): number {
    return this.wave.value(this.layer[i], t + this.onwards[i], t + this.back[i], order);
  }

  /** The derivative of that, k ≤ 4, in the direction (nx, ny) (1/m). */
  slope(i: number, t: number, order: number, nx: number, ny: number): number {
    const { wave, layer, onwards, back } = this;
    const [a, b] = [t + onwards[i], t + back[i]];
    const across = nx === 0 ? 0 : -wave.slowness * wave.value(layer[i], a, b, order + 1);
    const up = ny === 0 ? 0 : wave.rise(layer[i], a, b, order);
    return nx * across + ny * up;
  }
}

/** Of the Ricker wavelet with its peak at t = 0: ∫ R(f t) e^(−iΩt) dt. */
function rickerSpectrum(omega: Complex, frequency: number): Complex {
  const w = scale(omega, 1 / frequency);
  const [re, im] = times(w, w);
  const size = Math.exp(-re / (4 * Math.PI ** 2)) / (2 * Math.PI ** 2.5 * frequency);
  const turn = -im / (4 * Math.PI ** 2);
  return times([re, im], [size * Math.cos(turn), size * Math.sin(turn)]);
}
