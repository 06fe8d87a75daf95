import { describe, expect, it } from 'vitest';
import { buildDataSets } from '../data/samples.ts';
import type { DataSets } from '../data/dataset.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { mean, meanOfKnown, sum } from '../math.ts';
import { ErrorMeter } from '../train/errors.ts';
import { errorReport, notableSamples, type ErrorReport } from './report.ts';

const small = {
  backend: 'cpu',
  'scene.elements': '16',
  'source.frequency': '1..1.6',
  'task.grid': '8',
  'task.frames': '4',
  'data.train': '4',
  'data.test': '6',
  'net.kernel': '3',
  'training.batch': '4',
};
const tasks = {
  frames: experimentFrom(small),
  volume: experimentFrom({ ...small, 'task.kind': 'zone-volume' }),
  trace: experimentFrom({ ...small, 'task.kind': 'boundary-trace', 'task.arc': '16' }),
};
const propagator = experimentFrom({
  'task.kind': 'propagator',
  'task.grid': '12',
  'modes.count': '6',
  'data.train': '4',
  'data.test': '6',
  'net.kind': 'propagator',
  'net.blocks': '1',
  'net.kernel': '3',
  'net.activation': 'none',
  'training.batch': '4',
});

const goOn = async () => true;

/** A network that makes of the truth of each test sample what `forecast` says. */
function knowing(
  experiment: Experiment,
  sets: DataSets,
  forecast: (u: number, at: number) => number,
): Promise<ErrorReport | undefined> {
  const { test } = sets;
  let sample = 0;
  const trainer = {
    step: 7,
    batchSize: 4,
    forecast: async (inputs: Float32Array) => {
      const count = inputs.length / test.inputSize;
      const truth = test.fields.slice(sample * test.size, (sample + count) * test.size);
      sample += count;
      return truth.map((u, at) => forecast(u, at % test.size));
    },
  };
  return errorReport({ experiment, id: 'a', trainer, sets }, goOn);
}

describe.each(Object.entries(tasks))('where the error is: %s', (kind, experiment) => {
  const sets = buildDataSets(experiment);
  const { test } = sets;
  const [unit] = sets.scaling!.unit;

  it('of a forecast that is a tenth too weak is a tenth in every frame and band', async () => {
    const { samples, frames, waves, step } = (await knowing(experiment, sets, (u) => 0.9 * u))!;
    expect(step).toBe(7);
    expect(samples).toHaveLength(6);
    for (const error of samples) expect(error).toBeCloseTo(0.1, 5);
    expect(frames!.of).toBe('time');
    expect(frames!.times).toHaveLength(frames!.errors.length);
    expect(frames!.times.at(-1)).toBeCloseTo(experiment.scene.duration, 12);
    const heard = frames!.errors.filter((error) => !Number.isNaN(error));
    expect(heard.length).toBeGreaterThan(0);
    for (const error of heard) expect(error).toBeCloseTo(0.1, 5);
    for (const { share, error } of waves.bands) if (share > 1e-9) expect(error).toBeCloseTo(0.1, 4);
    expect(sum(waves.bands.map(({ share }) => share))).toBeCloseTo(1, 10);
  });

  it('adds up by wavelength to what it is in all: Parseval', async () => {
    const { waves, map } = (await knowing(experiment, sets, (u, at) => u + 0.2 * Math.sin(at)))!;
    const meter = new ErrorMeter(test.size, 0, test.frames);
    let absolute = 0;
    for (let i = 0; i < test.count; i++) {
      const truth = test.fields.subarray(i * test.size, (i + 1) * test.size);
      const forecast = truth.map((u, at) => u + 0.2 * Math.sin(at));
      meter.add(forecast, truth, test.norms[i]);
      absolute += sum(Array.from(truth, (u, at) => Math.abs(forecast[at] - u)));
    }
    expect(sum(waves.energies.truth)).toBeCloseTo(1, 10);
    expect(Math.sqrt(sum(waves.energies.error))).toBeCloseTo(meter.errors().nrmse, 6);
    expect(waves.wavenumbers).toHaveLength(waves.energies.error.length);
    expect(waves.samples).toBe(6);
    expect(mean([...map.values])).toBeCloseTo((unit * absolute) / test.fields.length, 10);
    expect(map).toMatchObject({ unit: 'm', shape: kind === 'trace' ? [4, 16] : [8, 8] });
  });

  it('in one place is found in that place and at that time', async () => {
    const { frames, map } = (await knowing(experiment, sets, (u, at) => (at === 5 ? u + 1 : u)))!;
    const place = map.values.findIndex((value) => value > 0);
    expect(map.values.filter((value) => value > 0)).toHaveLength(1);
    // Value 5 is time 1 at position 1 of the frames, and position 5 at time 0 of the others.
    expect(place).toBe(kind === 'frames' ? 1 : 5);
    const frame = kind === 'frames' ? 1 : 0;
    frames!.errors.forEach((error, at) =>
      expect(error > 0).toBe(at === frame && !Number.isNaN(error)),
    );
  });

  it('is set against every free parameter, inside its interval, and the strength of the truth', async () => {
    const { against } = (await knowing(experiment, sets, (u) => u))!;
    expect(against.map(({ key }) => key)).toEqual([
      'source.x',
      'source.y',
      'source.frequency',
      'strength',
    ]);
    for (const { values, low, high, unit: its } of against.slice(0, -1)) {
      expect(values).toHaveLength(6);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
      expect(its).toBeDefined();
    }
    expect(against.at(-1)!.values[0]).toBeCloseTo(
      (unit * test.norms[0]) / Math.sqrt(test.size),
      12,
    );
  });

  it('is nobody’s business any more when the measurement is stopped', async () => {
    const trainer = {
      step: 0,
      batchSize: 4,
      forecast: async () => new Float32Array(4 * test.size),
    };
    let time = 0;
    const stopped = errorReport(
      { experiment, id: 'a', trainer, sets },
      async () => false,
      () => (time += 100),
    );
    expect(await stopped).toBeUndefined();
  });
});

describe('of a propagator', () => {
  const sets = buildDataSets(propagator);
  const { grid } = propagator.task;
  const ratio = sets.scaling!.unit[0] / sets.inputScaling.unit[0];
  const { speed, time } = propagator.modes;

  /** Every mode of the grid by its exact factor: the best that a network could learn. */
  function exactly(field: Float32Array): Float32Array {
    const last = grid - 1;
    const sine = (i: number, x: number) => Math.sin((Math.PI * i * x) / last);
    const out = new Float32Array(field.length);
    for (let i = 1; i < last; i++) {
      for (let j = 1; j < last; j++) {
        let amplitude = 0;
        for (let x = 0; x < grid; x++) {
          for (let y = 0; y < grid; y++) amplitude += field[x * grid + y] * sine(i, x) * sine(j, y);
        }
        amplitude *= (4 / last ** 2) * Math.cos(Math.PI * speed * time * Math.hypot(i, j));
        for (let x = 0; x < grid; x++) {
          for (let y = 0; y < grid; y++) out[x * grid + y] += amplitude * sine(i, x) * sine(j, y);
        }
      }
    }
    return out.map((value) => value / ratio);
  }
  const reportOf = (one: (field: Float32Array) => Float32Array) => {
    const { size } = sets.test;
    const forecast = async (inputs: Float32Array) => {
      const all = new Float32Array(inputs.length);
      for (let at = 0; at < all.length; at += size) all.set(one(inputs.slice(at, at + size)), at);
      return all;
    };
    const trainer = { step: 1, batchSize: 4, forecast };
    return errorReport({ experiment: propagator, id: 'a', trainer, sets }, goOn);
  };

  it('that is exact, the error stays nought however often it is fed back', async () => {
    const report = (await reportOf(exactly))!;
    expect(meanOfKnown(report.samples)).toBeLessThan(1e-5);
    expect(report.frames).toBeUndefined();
    expect(report.fedBack).toMatchObject({ interval: time, samples: 6 });
    expect(Math.max(...report.fedBack!.errors)).toBeLessThan(1e-3);
    const { radius, exact } = report.radius!;
    expect(radius).toBeLessThanOrEqual(1 + 1e-6);
    expect(radius).toBeGreaterThanOrEqual(exact - 1e-3);
  });

  it('the spectral radius is that of the operator in metres, without the bias', async () => {
    const report = (await reportOf((field) => field.map((value) => 0.5 + (0.8 * value) / ratio)))!;
    expect(report.radius!.radius).toBeCloseTo(0.8, 5);
  });
});

it('a network that is not linear has no spectral radius', async () => {
  const experiment = experimentFrom({
    'task.kind': 'propagator',
    'task.grid': '8',
    'modes.count': '3',
    'data.train': '2',
    'data.test': '2',
    'net.kind': 'unet',
    'net.blocks': '1',
    'net.kernel': '3',
    'training.batch': '2',
  });
  const sets = buildDataSets(experiment);
  const trainer = { step: 1, batchSize: 2, forecast: async (inputs: Float32Array) => inputs };
  const report = (await errorReport({ experiment, id: 'a', trainer, sets }, goOn))!;
  expect(report.radius).toBeUndefined();
  expect(report.fedBack!.errors.length).toBeGreaterThan(0);
});

it('the worst and the median sample are those among the samples that are not silent', () => {
  const samples = [0.2, NaN, 0.5, 0.1, 0.3, 0.4];
  expect(notableSamples({ samples })).toEqual({
    worst: { sample: 2, error: 0.5 },
    median: { sample: 4, error: 0.3 },
  });
  expect(notableSamples({ samples: [NaN, NaN] })).toBeUndefined();
});
