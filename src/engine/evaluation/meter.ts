/** Collects over the samples of a set where the error of one network is: in time, in space and by wavelength. */
import { silentNorm } from '../metrics.ts';
import { binned, binSide, radialBins, SpectralTransform } from './spectrum.ts';
import { BANDS, bandNumbers, type WaveBands } from './bands.ts';
import type { OutputGeometry } from './geometry.ts';

/** Mean squares, in units of the truth's. */
export interface Energies {
  truth: number[];
  forecast: number[];
  error: number[];
}

export interface WaveErrors {
  /** Of long, middle and short waves: the truth's share of energy, and √(error's energy/truth's energy). */
  bands: { share: number; error: number }[];
  /** By bin: centres (waves per unit of length) and energies; the truth's add up to 1. */
  wavenumbers: number[];
  energies: Energies;
  /** Samples behind it: all, unless the grid is so large that it would take too long. */
  samples: number;
}

export class PlaceMeter {
  /** Σ|û − u| by [time, position] of a trace, otherwise by position. */
  private readonly absolute: Float64Array;
  private readonly squares: { truth: Float64Array; error: Float64Array };
  private readonly energy: Readonly<Record<keyof Energies, Float64Array>>;
  private readonly transform: SpectralTransform;
  private readonly truth: Float64Array;
  private readonly error: Float64Array;
  private readonly coefficients: readonly [truth: Float64Array, error: Float64Array];
  private transformed = 0;
  private samples = 0;

  constructor(
    private readonly geometry: OutputGeometry,
    private readonly bands: WaveBands,
  ) {
    const { frames, positions, space } = geometry;
    const count = frames.times * frames.channels;
    const zeros = (size = positions) => new Float64Array(size);
    this.transform = new SpectralTransform(space);
    this.absolute = zeros(space.length === 1 ? count * positions : positions);
    this.squares = { truth: zeros(count), error: zeros(count) };
    this.energy = { truth: zeros(), forecast: zeros(), error: zeros() };
    [this.truth, this.error] = [zeros(), zeros()];
    this.coefficients = [zeros(), zeros()];
  }

  get frameCount(): number {
    return this.squares.truth.length;
  }

  /** One frame of a sample, of scaled fields in a network's memory order; by `waves` also into the spectrum. */
  addFrame(forecast: Float32Array, truth: Float32Array, frame: number, waves: boolean): void {
    const { channels } = this.geometry.frames;
    const { positions } = this.geometry;
    const begin = Math.floor(frame / channels) * channels * positions + (frame % channels);
    const place = this.absolute.length > positions ? frame * positions : 0;
    for (let p = 0; p < positions; p++) {
      const at = begin + p * channels;
      const u = truth[at];
      const e = forecast[at] - u;
      this.truth[p] = u;
      this.error[p] = e;
      this.squares.truth[frame] += u * u;
      this.squares.error[frame] += e * e;
      this.absolute[place + p] += Math.abs(e);
    }
    if (waves) this.addWaves();
    if (frame === 0) {
      this.samples++;
      if (waves) this.transformed++;
    }
  }

  private addWaves(): void {
    const { transform, energy } = this;
    const [truth, error] = this.coefficients;
    transform.coefficients(this.truth, truth);
    transform.coefficients(this.error, error);
    for (let i = 0; i < truth.length; i++) {
      energy.truth[i] += truth[i] ** 2;
      energy.forecast[i] += (truth[i] + error[i]) ** 2;
      energy.error[i] += error[i] ** 2;
    }
  }

  /** √(Σ‖û − u‖²/Σ‖u‖²) of every frame, over all samples; NaN where the truth is silent in all of them. */
  overFrames(): number[] {
    const { truth, error } = this.squares;
    const least = silentNorm(this.geometry.positions * this.samples);
    return Array.from(truth, (squares, frame) =>
      Math.sqrt(squares) >= least ? Math.sqrt(error[frame] / squares) : NaN,
    );
  }

  /** Mean |û − u| by [time, position] of a trace, otherwise by position over all frames; in units of the scaled fields. */
  map(): Float32Array {
    const { absolute, samples, frameCount, geometry } = this;
    const count = absolute.length > geometry.positions ? samples : samples * frameCount;
    return Float32Array.from(absolute, (total) => total / count);
  }

  waves(): WaveErrors {
    const { energy, transform, bands, geometry } = this;
    const side = binSide(geometry.space);
    const total = energy.truth.reduce((sum, one) => sum + one, 0);
    const shares = (numbers: Uint32Array, values: Float64Array) =>
      Array.from(binned(values, numbers, BANDS), (sum) => sum / total);
    const bins = radialBins(transform.wavenumbers, side);
    const inBand = bandNumbers(transform.wavenumbers, bands);
    const [truth, error] = [shares(inBand, energy.truth), shares(inBand, energy.error)];
    const energies = {
      truth: shares(bins, energy.truth),
      forecast: shares(bins, energy.forecast),
      error: shares(bins, energy.error),
    };
    return {
      bands: truth.map((share, band) => ({ share, error: Math.sqrt(error[band] / share) })),
      wavenumbers: energies.truth.map((_, bin) => bin / side),
      energies,
      samples: this.transformed,
    };
  }
}
