import { describe, expect, it } from 'vitest';
import { ownDataSets } from '../data/own.ts';
import { defaultExperiment, withValue } from '../experiment/leaves.ts';
import { writeNpz } from '../files/npz.ts';
import { openDataFile } from '../files/ownData.ts';
import { mean, product } from '../math.ts';
import { experimentOn } from '../opening/ownExperiment.ts';
import { randomStream } from '../random.ts';
import { errorReport } from './report.ts';

const random = randomStream(5, 'own data');

/** The report of a network that forecasts zero, the mean of the training samples. */
async function reportOf(
  inputs: number[],
  outputs: number[],
  time: 'channels' | 'axis',
  change: (inputs: Float32Array) => void = () => {},
) {
  const array = (shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: product(shape) }, () => 3 + random.uniform()),
  });
  const names = inputs.length > 2 ? ['inputs', 'outputs'] : ['parameters', 'fields'];
  const numbers = array(inputs);
  change(numbers.data);
  const bytes = writeNpz({ [names[0]]: numbers, [names[1]]: array(outputs) });
  const own = await openDataFile('own.npz', bytes);
  const data = { train: 6, test: 2, seed: 1 };
  const experiment = withValue(
    experimentOn(own, withValue(defaultExperiment, 'data', data)),
    'task.time',
    time,
  );
  const sets = ownDataSets(own, experiment);
  const forecast = async (given: Float32Array) =>
    new Float32Array((given.length / sets.test.inputSize) * sets.test.size);
  const trainer = { step: 1, batchSize: 4, forecast };
  const report = (await errorReport({ experiment, id: 'a', trainer, sets }, async () => true))!;
  return { report, own, sets };
}

describe('where the error is on own data', () => {
  it('has no metres and no seconds, and the file’s numbers to be set against', async () => {
    const { report, own, sets } = await reportOf([10, 2], [10, 3, 8, 8], 'channels');
    expect(report.waves).toMatchObject({ lengthUnit: 'points', from: 'grid' });
    expect(report.map).toMatchObject({ unit: undefined, shape: [8, 8] });
    const absolute = mean(Array.from(sets.test.fields, Math.abs));
    expect(mean([...report.map.values])).toBeCloseTo(absolute, 6);
    expect(report.frames).toMatchObject({ times: [], of: 'channel' });
    for (const error of report.frames!.errors) expect(error).toBeCloseTo(1, 6);
    expect(report.against.map(({ key }) => key)).toEqual(['input 1', 'input 2', 'strength']);
    const [first] = report.against;
    const column = [...own.inputs.data].filter((_, i) => i % 2 === 0);
    first.values.forEach((value, i) => expect(value).toBeCloseTo(column[6 + i], 5));
    expect(first.low).toBeCloseTo(Math.min(...column.slice(0, 6)), 5);
    expect(first.high).toBeCloseTo(Math.max(...column.slice(0, 6)), 5);
    expect(report.fedBack).toBeUndefined();
  });

  it('is not set against a number that is the same in all training samples', async () => {
    const { report } = await reportOf([10, 2], [10, 3, 8, 8], 'channels', (inputs) => {
      for (let sample = 0; sample < 10; sample++) inputs[2 * sample] = sample < 6 ? 5 : 7;
    });
    expect(report.against.map(({ key }) => key)).toEqual(['input 2', 'strength']);
  });

  it('knows times that are an axis, and fields as inputs', async () => {
    const timed = await reportOf([10, 2], [10, 3, 8, 8], 'axis');
    expect(timed.report.frames).toMatchObject({ times: [], of: 'time' });
    const fields = await reportOf([10, 2, 8, 8], [10, 1, 8, 8], 'channels');
    expect(fields.report.frames).toBeUndefined();
    expect(fields.report.against.map(({ key }) => key)).toEqual(['strength']);
    expect(fields.report.samples).toHaveLength(2);
  });
});
