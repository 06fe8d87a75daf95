import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import { describeModel } from '../export/description.ts';
import { experimentOn } from '../opening/ownExperiment.ts';
import { defaultExperiment, withValue } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NamedArray } from '../files/arrays.ts';
import { checkOwnData } from '../files/ownData.ts';
import { buildNetwork } from '../nets/build.ts';
import { randomStream } from '../random.ts';
import { TrainingSession } from '../train/session.ts';
import { ownDataSets, OwnSamples } from './own.ts';
import { ownNotes, readingNotes, trainingProblem } from './ownNotes.ts';
import { product, sum } from '../math.ts';

const SAMPLES = 10;
const TRAIN = 7;

const random = randomStream(5, 'scaling of own data');
const uniform = (count: number) => Float64Array.from({ length: count }, () => random.uniform());

const array = (shape: number[], data: Float64Array | Float32Array): NamedArray => ({
  shape,
  data,
  dtype: '<f8',
});

/** A value in every sample: `change` gets the value, the number of the sample and of the column or channel. */
type Change = (value: number, sample: number, channel: number) => number;

function changed(shape: number[], base: Float64Array, change: Change): NamedArray {
  const [, channels, ...grid] = shape;
  const size = product(grid);
  return array(
    shape,
    base.map((value, i) =>
      change(value, Math.floor(i / (channels * size)), Math.floor(i / size) % channels),
    ),
  );
}

const same: Change = (value) => value;
const numbersBase = uniform(SAMPLES * 2);
const fieldsBase = uniform(SAMPLES * 2 * 16);

const numbers = (input: Change = same, output: Change = same) =>
  checkOwnData(
    new Map([
      ['parameters', changed([SAMPLES, 2], numbersBase, input)],
      ['fields', changed([SAMPLES, 2, 4, 4], fieldsBase, output)],
    ]),
  );

const fields = (input: Change = same, output: Change = same) =>
  checkOwnData(
    new Map([
      ['inputs', changed([SAMPLES, 2, 4, 4], fieldsBase, input)],
      ['outputs', changed([SAMPLES, 2, 4, 4], fieldsBase.toReversed(), output)],
    ]),
  );

type Own = ReturnType<typeof numbers>;

const experimentFor = (own: Own, train = TRAIN): Experiment => {
  const before = withValue(defaultExperiment, 'data', { train, test: SAMPLES - train, seed: 1 });
  return withValue(withValue(experimentOn(own, before), 'training.batch', 2), 'net.width', 4);
};

const setsOf = (own: Own) => ownDataSets(own, experimentFor(own));

function expectClose(found: Float32Array, wanted: Float32Array, digits = 4): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], digits));
}

describe('own data', () => {
  const factor = fc.constantFrom(1e-9, 1e-3, 7, 1e6, 1e20);
  const offset = fc.constantFrom(0, -3, 1e3, 1.7e9);
  const change = fc.record({ factor, offset, channel: fc.constantFrom(0, 1) });

  it('trains on the same numbers whatever the units of a column or channel', () => {
    const [plainNumbers, plainFields] = [setsOf(numbers()), setsOf(fields())];
    fc.assert(
      fc.property(change, change, (x, y) => {
        const of =
          (c: typeof x): Change =>
          (value, _, channel) =>
            channel === c.channel ? c.factor * (value + c.offset) : value;
        const all: Change = (value) => y.factor * (value + y.offset);
        for (const [found, plain] of [
          [setsOf(numbers(of(x), all)), plainNumbers],
          [setsOf(fields(of(x), of(y))), plainFields],
        ]) {
          for (const set of ['train', 'test'] as const) {
            expectClose(found[set].inputs, plain[set].inputs);
            expectClose(found[set].fields, plain[set].fields);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is standardised by the training samples alone, every channel of a field by itself', () => {
    const own = fields((value, sample, channel) => (sample >= TRAIN ? 50 : value) + 10 * channel);
    const { train, test } = setsOf(own);
    for (const channel of [0, 1]) {
      const values = [...train.inputs].filter((_, i) => i % 2 === channel);
      const mean = sum(values) / values.length;
      const square = values.reduce((a, b) => a + b * b, 0) / values.length;
      expect(mean).toBeCloseTo(0, 5);
      expect(square).toBeCloseTo(1, 5);
    }
    expect(Math.min(...test.inputs)).toBeGreaterThan(50);
    expect(train.rootMeanSquare()).toBeCloseTo(1, 5);
  });

  it('has one scale for all times of a field, so that a quiet time stays quiet', () => {
    const own = numbers(same, (value, _, time) => (time === 0 ? 0.5 + 1e-3 * value : value));
    const { scaling, train } = setsOf(own);
    expect(scaling?.mean).toHaveLength(1);
    const early = [...train.fields].filter((_, i) => i % 2 === 0);
    expect(Math.max(...early.map(Math.abs))).toBeLessThan(0.2);
  });

  it('is drawn as it stands in the file, unless one scale about zero would hide a channel', () => {
    const samplesOf = (own: Own) => new OwnSamples(own, experimentFor(own));
    const plain = samplesOf(fields());
    expect(plain.drawnAsGiven).toBe(true);
    expect(plain.drawnInput(0)).toEqual(Float32Array.from(fieldsBase.subarray(0, 16)));
    const unlike = fields(same, (value, _, channel) => (channel === 0 ? 100 * value : value));
    expect(samplesOf(unlike).drawnAsGiven).toBe(false);
    const lifted = samplesOf(
      fields(
        (value) => value + 1e5,
        (value) => value + 1e5,
      ),
    );
    expect(lifted.drawnAsGiven).toBe(false);
    expect(Math.max(...lifted.drawnInput(0).map(Math.abs))).toBeLessThan(2);
    expectClose(lifted.scaledOutput(3), samplesOf(fields()).scaledOutput(3));
  });

  it('keeps the change of large 64-bit numbers, which 32 bits would round away', () => {
    const own = numbers((_, sample) => 1.7e9 + 3 * sample);
    const inputs = Array.from(
      { length: SAMPLES },
      (_, i) => new OwnSamples(own, experimentFor(own)).input(i)[0],
    );
    inputs.forEach((value, i) => expect(value).toBeCloseTo((2 * i) / (TRAIN - 1) - 1, 5));
    // The squares of the last ones are no numbers of 64 bits.
    for (const unit of [1e-50, 1e-200]) {
      const tiny = setsOf(fields(same, (value) => unit * value));
      expectClose(tiny.train.fields, setsOf(fields()).train.fields);
    }
  });
});

describe('a forecast of own data', () => {
  beforeAll(async () => {
    await chooseBackend('cpu');
  });

  it('comes back in the units of the file, channel by channel, and the description says how', async () => {
    const own = fields(same, (value, _, channel) =>
      channel === 0 ? 1e5 + 1e3 * value : 1e-3 * value,
    );
    const experiment = withValue(experimentFor(own), 'training.steps', 1);
    const sets = ownDataSets(own, experiment);
    const session = new TrainingSession(experiment, 'a', sets);
    await session.run(
      1,
      () => false,
      () => {},
    );
    const samples = new OwnSamples(own, experiment);
    const forecast = await session.forecast(samples.testSample(0));
    const output = await session.trainer.forecast(samples.input(TRAIN));
    const { input, output: described } = describeModel(
      buildNetwork(experiment, 'a'),
      experiment,
      'a',
      samples.scaling,
    );
    expect(input).toMatchObject({ kind: 'own field', ...standardised(samples.scaling.input) });
    if (!('deviation' in described)) throw new Error('The output is described in metres.');
    const { mean, deviation } = described;
    expect(deviation).toHaveLength(2);
    for (let p = 0; p < 16; p++) {
      for (const c of [0, 1]) {
        const value = mean[c] + deviation[c] * output[2 * p + c];
        expect(forecast[16 * c + p] / value).toBeCloseTo(1, 5);
      }
    }
    // And scaled again it is what the network had.
    const again = samples.scaled(forecast);
    for (let p = 0; p < 16; p++) expect(again[16 + p]).toBeCloseTo(output[2 * p + 1], 4);
    session.dispose();
  });

  it('ends with an honest error where the test samples are far from all training samples', async () => {
    const own = numbers(
      (value, sample) => (sample < TRAIN ? value : -1e6),
      (value, sample) => (sample < TRAIN ? value : 1e3 * value),
    );
    const experiment = withValue(experimentFor(own), 'training.steps', 3);
    const session = new TrainingSession(experiment, 'a', ownDataSets(own, experiment));
    const never = () => false;
    await session.run(3, never, () => {});
    const result = await session.result(never, () => {});
    expect(result!.train).toBeLessThan(10);
    expect(result!.test).toBeGreaterThan(0.5);
    session.dispose();
  });
});

const standardised = ({ mean, unit }: OwnSamples['scaling']['input']) => ({
  mean,
  deviation: unit,
});

describe('notes on the division of a file', () => {
  const notesOf = (own: Own, train = TRAIN) => ownNotes(own, experimentFor(own, train)).join('\n');
  const trained: (change: Change) => Change = (change) => (value, sample, channel) =>
    sample < TRAIN ? change(value, sample, channel) : value;

  /** Test samples inside the training ranges. */
  const inside: Change = (value, sample) => (sample < TRAIN ? value + (sample === 0 ? 2 : 0) : 1.2);

  it('are none where the test samples are like the training samples', () => {
    expect(notesOf(numbers((_, sample, c) => (sample < 2 ? sample : 0.5) + c))).toBe('');
  });

  it.each<[string, Own, string]>([
    [
      'far numbers',
      numbers((value, sample) => (sample === 8 ? -17 : inside(value, sample, 0))),
      '1 of 2 test samples lie outside the training ranges of the inputs (up to',
    ],
    [
      'a column that is constant in training',
      numbers((value, sample, c) => (c === 0 ? Number(sample >= TRAIN) : value)),
      'column 1 (0): networks can learn nothing from it',
    ],
    [
      'its test samples',
      numbers((value, sample, c) => (c === 0 ? Number(sample >= TRAIN) : value)),
      '2 of 2 test samples lie outside the training ranges of the inputs (in a column that has one value in training)',
    ],
    [
      'inputs that are zero in training',
      fields(trained(() => 0)),
      'Every input of the 7 training samples is zero',
    ],
    [
      'numbers that are zero in training',
      numbers(trained(() => 0)),
      'Every input of the 7 training samples is zero',
    ],
    [
      'inputs that are the same in training',
      numbers(trained((_, __, c) => c + 1)),
      'All 7 training samples have the same inputs',
    ],
    [
      'a channel that is constant in training',
      fields(trained((value, _, c) => (c === 1 ? 3 : value))),
      'channel 2 (3): networks',
    ],
    [
      'an output channel that is',
      fields(
        same,
        trained((value, _, c) => (c === 0 ? -2 : value)),
      ),
      'The outputs have one value in all 7 training samples in channel 1 (-2)',
    ],
    [
      'large test outputs',
      numbers(inside, (value, sample) => (sample >= TRAIN ? 12 * value : value)),
      '2 of 2 test samples lie outside the training ranges: their outputs are larger',
    ],
    [
      'large test inputs',
      fields((value, sample) => (sample >= TRAIN ? 12 * value : value)),
      'their inputs are larger',
    ],
    [
      'times in different units',
      numbers(same, (value, _, c) => (c === 0 ? 1e5 * value : value)),
      'number 2 varies 97,000 times less than number 1',
    ],
  ])('say: %s', (_, own, sentence) => {
    expect(notesOf(own)).toContain(sentence);
  });

  it('say that a single sample trains, or that all have the same outputs', () => {
    expect(notesOf(numbers(), 1)).toContain('only one training sample');
    const first: Change = (value, sample, c) => (sample < TRAIN ? c : value);
    expect(notesOf(numbers(same, first))).toContain('All training samples have the same outputs');
  });

  it('a file whose training outputs are all the same value can’t be trained on', () => {
    const own = numbers(
      same,
      trained(() => 4),
    );
    expect(trainingProblem(own, experimentFor(own))).toMatch(
      /Every output of the 7 training samples is 4/,
    );
    expect(trainingProblem(numbers(), experimentFor(numbers()))).toBeUndefined();
  });

  it('leave out what is not odd: how samples are divided and scaled has sentences of its own', () => {
    const split = { train: TRAIN, test: 4 };
    const own = {
      ...numbers((_, sample, c) => (sample < 2 ? sample : 0.5) + c),
      split,
      mapping: '',
    };
    const experiment = experimentFor(own);
    expect(ownNotes(own, experiment).join()).not.toMatch(/scaled|for testing/);
    const [division, scaling] = readingNotes(own, experiment);
    expect(division).toMatch(/for t(raining and|ests)/);
    expect(scaling).toBe(`Values are scaled by the ${TRAIN} training samples alone.`);
  });
});
