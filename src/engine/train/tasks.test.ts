import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import { buildDataSets } from '../data/samples.ts';
import { sampleParameters } from '../data/sampling.ts';
import { middleParameters, type SampleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { Simulator } from '../scene/simulator.ts';
import { TrainingSession } from './session.ts';
import { interiorErrors } from '../scene/interior.ts';

beforeAll(async () => {
  await chooseBackend('wasm');
});

describe('boundary-trace', () => {
  const settings = {
    'task.kind': 'boundary-trace',
    'task.frames': '64',
    'task.arc': '64',
    'task.grid': '16',
    'scene.elements': '32',
    'source.frequency': '1.5..2',
    'zone.cells': '32',
    'data.train': '2',
    'data.test': '2',
  };

  it('records u on the boundary: its corners are those of the zone’s grid', () => {
    const experiment = experimentFrom(settings);
    const values = middleParameters(experiment);
    const simulator = new Simulator(experiment);
    const [trace] = simulator.targets([values]);
    const { zone } = simulator.run(values);
    expect(trace).toHaveLength(64 * 64);
    for (const frame of [0, 20, 63]) {
      // Lower left, lower right, upper right, upper left; the zone is [x, y] with y fastest.
      const corners = [0, 15 * 16, 15 * 16 + 15, 15].map((i) => zone[frame * 256 + i]);
      const along = [0, 16, 32, 48].map((i) => trace[frame * 64 + i]);
      along.forEach((u, i) => expect(u).toBeCloseTo(corners[i], 10));
    }
    simulator.dispose();
  });

  it('the submodel under the true trace gives the field inside, under silence it does not', async () => {
    const experiment = experimentFrom(settings);
    const samples = sampleParameters(experiment).test;
    const simulator = new Simulator(experiment);
    const unit = buildDataSets(experiment).scaling!.unit[0];
    const exact = async (values: SampleParameters) => simulator.targets([values])[0];
    const truth = await interiorErrors(experiment, samples, exact, unit);
    expect(truth).toMatchObject({ samples: 2, silent: 0 });
    expect(truth.trace).toBe(0);
    expect(truth.interior).toBe(truth.interiorOfTruth);
    expect(truth.interior).toBeLessThan(0.04);
    const silence = await interiorErrors(
      experiment,
      samples,
      async () => new Float32Array(64 * 64),
      unit,
    );
    expect(silence.trace).toBe(1);
    expect(silence.interior).toBeGreaterThan(0.9);
    // Next to waves a hundred times as high these are silent.
    const next = await interiorErrors(experiment, samples, exact, 100 * unit);
    expect(next).toMatchObject({ samples: 0, silent: 2, interior: NaN });
    simulator.dispose();
  });
});

describe('propagator', () => {
  const settings = {
    'task.kind': 'propagator',
    'task.grid': '16',
    'modes.count': '6',
    'modes.shiftCount': '8',
    'net.kind': 'propagator',
    'net.blocks': '1',
    'net.kernel': '17',
    'net.activation': 'none',
    'net.bias': 'off',
    'data.train': '64',
    'data.test': '16',
    'training.steps': '300',
    'training.beta2': '0.95',
    'b.format': 'one-way',
    'b.rank': '8',
    'b.start': 'centred',
    'b.rate': '0.02',
  };

  it('has three sets, the same again, and others for another seed', () => {
    const experiment = experimentFrom(settings);
    const sets = buildDataSets(experiment);
    expect([sets.train, sets.test, sets.shifted].map(({ count }) => count)).toEqual([64, 16, 16]);
    expect(sets.train.rootMeanSquare()).toBeCloseTo(1, 5);
    expect(sets.train.inputScaling().unit[0]).toBeCloseTo(1, 5);
    expect(buildDataSets(experiment).shifted.fields).toEqual(sets.shifted.fields);
    const other = buildDataSets(experimentFrom({ ...settings, 'data.seed': '2' }));
    expect(other.test.fields).not.toEqual(sets.test.fields);
  });

  it('draws shifted samples with their own decay, also of as many modes', () => {
    const of = (decay: string) =>
      buildDataSets(
        experimentFrom({ ...settings, 'modes.shiftCount': '6', 'modes.shiftDecay': decay }),
      );
    const [rough, smooth] = [of('0.1'), of('3')];
    expect(rough.shifted.inputs).not.toEqual(smooth.shifted.inputs);
    expect(rough.shifted.fields).not.toEqual(smooth.shifted.fields);
    expect(rough.test.fields).toEqual(smooth.test.fields);
  });

  it('is learnt by one linear layer, which forecasts what it was tested on', async () => {
    const experiment = experimentFrom(settings);
    const sets = buildDataSets(experiment);
    const session = new TrainingSession(experiment, 'b', sets);
    const never = () => false;
    await session.run(300, never, () => {});
    const result = await session.result(never, () => {});
    expect(result!.test).toBeLessThan(0.15);
    expect(result!.testErrors.medianL1).toBeLessThan(0.05);
    expect(result!.shiftedErrors!.relativeL2).toBeGreaterThan(result!.test);
    const [values] = sampleParameters(experiment).test;
    const forecast = await session.forecast(values);
    const truth = sets.test.fields
      .subarray(0, sets.test.size)
      .map((u) => u * sets.scaling!.unit[0]);
    let [error, reference] = [0, 0];
    truth.forEach((u, i) => {
      error += (forecast[i] - u) ** 2;
      reference += u * u;
    });
    expect(Math.sqrt(error / reference)).toBeLessThan(0.3);
    session.dispose();
  });
});

describe('medium', () => {
  const experiment = experimentFrom({
    'task.kind': 'medium',
    'task.grid': '8',
    'modes.count': '3',
    'medium.contrast': '2',
    'net.kind': 'resnet',
    'net.blocks': '1',
    'net.width': '4',
    'net.kernel': '3',
    'data.train': '16',
    'data.test': '4',
    'training.steps': '20',
    'b.format': 'layer-cp',
  });

  it('scales each channel by the training samples, and forecasts what it was tested on', async () => {
    const sets = buildDataSets(experiment);
    expect(sets.train.inputShape).toEqual([8, 8, 2]);
    const { mean, unit } = sets.inputScaling;
    expect(mean).toHaveLength(2);
    // The middle speed is 0.1 m/s; u(0) oscillates about zero.
    expect(mean[1]).toBeCloseTo(0.1, 1);
    expect(unit[1]).toBeGreaterThan(0.005);
    expect(sets.train.inputScaling()).toMatchObject({
      mean: [expect.closeTo(0, 5), expect.closeTo(0, 5)],
    });
    const again = buildDataSets(experiment);
    expect(again.test.inputs).toEqual(sets.test.inputs);
    expect(again.test.fields).toEqual(sets.test.fields);
    const session = new TrainingSession(experiment, 'b', sets);
    await session.run(
      20,
      () => false,
      () => {},
    );
    const forecast = await session.forecast(sampleParameters(experiment).test[1]);
    const input = sets.test.inputs.slice(128, 256);
    const direct = await session.trainer.forecast(input);
    forecast.forEach((u, i) => expect(u).toBeCloseTo(direct[i] * sets.scaling!.unit[0], 6));
    session.dispose();
  });
});
