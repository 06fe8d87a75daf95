/** Where the error of a trained network is, over the test samples. */
import { hiddenPositions } from '../data/visible.ts';
import { sampleParameters } from '../data/sampling.ts';
import { relativeL2OfField } from '../metrics.ts';
import { originOf } from '../tasks/index.ts';
import { forecastBatch } from '../train/evaluate.ts';
import { exclusive } from '../train/mutex.ts';
import { errorsAgainst, type Against } from './against.ts';
import { waveBands, type WaveBands } from './bands.ts';
import { outputGeometry, type OutputGeometry } from './geometry.ts';
import { PlaceMeter, type WaveErrors } from './meter.ts';
import { iterated, type Iterated } from './iterated.ts';
import type { Trained } from './trained.ts';

export interface ErrorReport extends Iterated {
  step: number;
  /** Relative L2 error of every test sample; NaN of silent ones. */
  samples: number[];
  /**
   * √(Σ‖û − u‖²/Σ‖u‖²) of every output time or channel; NaN where all samples are silent. `times` (s) where they are
   * known. Of a single frame there is nothing to compare.
   */
  frames?: { errors: number[]; times: number[]; of: 'time' | 'channel' };
  waves: WaveErrors & WaveBands & { lengthUnit: OutputGeometry['lengthUnit'] };
  /** Mean |û − u|, [rows, columns]: [x, y], or [t, s] of a trace; in metres, or without a unit in that of the scaled fields. */
  map: { values: Float32Array; shape: readonly [number, number]; unit?: 'm' };
  against: Against[];
}

/** Whether to go on, asked after every piece of work; how much of the test set is done, from 0 to 1. */
export type GoOn = (share: number) => Promise<boolean>;

/** Multiplications that the spectra may take: some seconds. */
const SPECTRAL_WORK = 1e10;

/** Work between two questions whether to go on (ms). */
const PIECE_MS = 30;

/** Samples whose spectra are not too much work; at least one. */
function spectralSamples({ frames, positions, space }: OutputGeometry): number {
  const along = space.reduce((sum, { points }) => sum + points, 0);
  const work = 2 * frames.times * frames.channels * positions * along;
  return Math.max(1, Math.floor(SPECTRAL_WORK / work));
}

/** Asks whether to go on when a piece of work has taken long enough. */
function paced(goOn: GoOn, now: () => number): GoOn {
  let since = now();
  return async (share) => {
    if (now() - since < PIECE_MS) return true;
    const answer = await goOn(share);
    since = now();
    return answer;
  };
}

/** Sets what is forecast inside obstacles to zero, as the truth has it, in a network's memory order. */
function hideIn(output: Float32Array, hidden: Uint8Array | undefined, channels: number): void {
  if (!hidden) return;
  for (let i = 0; i < output.length; i++) {
    if (hidden[Math.floor(i / channels) % hidden.length] === 1) output[i] = 0;
  }
}

/** Forecasts every test sample and adds it to the meter; their relative errors, undefined if `goOn` resolved to false. */
async function measured(
  { experiment, trainer, sets: { test } }: Trained,
  meter: PlaceMeter,
  geometry: OutputGeometry,
  goOn: GoOn,
): Promise<number[] | undefined> {
  const samples: number[] = [];
  const drawn = originOf(experiment).simulated ? sampleParameters(experiment).test : [];
  const spectral = spectralSamples(geometry);
  const batch = forecastBatch(trainer);
  for (let start = 0; start < test.count; start += batch) {
    const end = Math.min(start + batch, test.count);
    const inputs = test.inputs.subarray(start * test.inputSize, end * test.inputSize);
    const output = await exclusive(() => trainer.forecast(inputs));
    for (let i = start; i < end; i++) {
      const forecast = output.subarray((i - start) * test.size, (i - start + 1) * test.size);
      const truth = test.fields.subarray(i * test.size, (i + 1) * test.size);
      hideIn(forecast, drawn[i] && hiddenPositions(experiment, drawn[i]), geometry.frames.channels);
      samples.push(relativeL2OfField(forecast, truth, 1));
      for (let frame = 0; frame < meter.frameCount; frame++) {
        meter.addFrame(forecast, truth, frame, i < spectral);
        if (!(await goOn((i + frame / meter.frameCount) / test.count))) return undefined;
      }
    }
  }
  return samples;
}

/** The network must not be trained meanwhile. Undefined if `goOn` resolved to false. */
export async function errorReport(
  trained: Trained,
  goOn: GoOn,
  now = () => performance.now(),
): Promise<ErrorReport | undefined> {
  const { experiment, trainer, sets } = trained;
  const geometry = outputGeometry(experiment, sets.spacing);
  const bands = waveBands(experiment, geometry.space);
  const meter = new PlaceMeter(geometry, bands);
  const mayGoOn = paced(goOn, now);
  const samples = await measured(trained, meter, geometry, mayGoOn);
  const again = samples && (await iterated(trained, () => mayGoOn(1)));
  if (!again) return undefined;
  return {
    step: trainer.step,
    samples,
    frames: framesOf(meter, geometry),
    waves: { ...meter.waves(), ...bands, lengthUnit: geometry.lengthUnit },
    map: mapOf(meter, geometry, trained),
    against: errorsAgainst(experiment, sets),
    ...again,
  };
}

function framesOf(meter: PlaceMeter, { times, frames }: OutputGeometry): ErrorReport['frames'] {
  if (meter.frameCount === 1) return undefined;
  const of = times.length > 0 || frames.times > 1 ? 'time' : 'channel';
  return { errors: meter.overFrames(), times: [...times], of };
}

function mapOf(
  meter: PlaceMeter,
  { space, frames }: OutputGeometry,
  { experiment, sets }: Trained,
): ErrorReport['map'] {
  const { scaled, unit } = originOf(experiment);
  const factor = scaled ? 1 : sets.scaling!.unit[0];
  const [first, second] = space.map(({ points }) => points);
  return {
    values: meter.map().map((value) => value * factor),
    shape: second === undefined ? [frames.times * frames.channels, first] : [first, second],
    unit: scaled ? undefined : unit,
  };
}

/** A test sample (0-based) and its relative L2 error. */
export interface RankedSample {
  sample: number;
  error: number;
}

/** The samples that are not silent, from the worst to the best; of equal errors the first one comes first. */
export const rankedSamples = ({ samples }: Pick<ErrorReport, 'samples'>): RankedSample[] =>
  samples
    .map((error, sample) => ({ sample, error }))
    .filter(({ error }) => !Number.isNaN(error))
    .toSorted((a, b) => b.error - a.error);

/** The worst sample and the one in the middle; undefined where all are silent. */
export function notableSamples(
  report: Pick<ErrorReport, 'samples'>,
): { worst: RankedSample; median: RankedSample } | undefined {
  const ranked = rankedSamples(report);
  if (ranked.length === 0) return undefined;
  return { worst: ranked[0], median: ranked[ranked.length >> 1] };
}

/** For a file: what says most in the fewest numbers. */
export function errorSummary(report: ErrorReport) {
  const { frames, waves, samples, fedBack, radius } = report;
  return { frames, waves, samples, ...notableSamples(report), fedBack, radius };
}
