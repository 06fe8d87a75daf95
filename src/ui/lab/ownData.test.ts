import { expect, it } from 'vitest';
import { experimentOn } from '../../engine/opening/ownExperiment.ts';
import { defaultExperiment, withValue } from '../../engine/experiment/leaves.ts';
import { checkOwnData } from '../../engine/files/ownData.ts';
import { OpenedFile, ownIssues } from './ownData.ts';
import { ownRecording } from './ownRecording.ts';

const fields = (n: number, frames: number, points: number) => ({
  shape: [n, frames, points, points],
  data: Float32Array.from({ length: n * frames * points * points }, (_, i) => Math.sin(i)),
  dtype: '<f4',
});
const file = () =>
  checkOwnData(new Map(Object.entries({ inputs: fields(10, 2, 8), outputs: fields(10, 3, 8) })));
const experiment = experimentOn(file(), defaultExperiment);

it('says that a file is missing, belongs to other shapes or has too few samples', () => {
  expect(ownIssues(undefined, defaultExperiment)).toEqual([]);
  expect(ownIssues(undefined, experiment)[0].message).toContain('needs its data file');
  const opened = new OpenedFile(1, 'waves.npz', file());
  expect(ownIssues(opened, experiment)).toEqual([]);
  expect(ownIssues(opened, withValue(experiment, 'task.outputs', '4x8x8'))[0].key).toBe(
    'task.kind',
  );
  const [issue] = ownIssues(opened, withValue(experiment, 'data.train', 9));
  expect(issue.key).toBe('data.train');
  expect(issue.message).toContain('10 samples');
});

it('shows a test sample of the file: truth, and every channel of its input', () => {
  const { inputs, outputs } = file();
  const index = experiment.data.train + 1;
  const samples = new OpenedFile(1, 'waves.npz', file()).samples(experiment);
  const recording = ownRecording(experiment, samples, samples.testSample(1), 1);
  expect(recording.zone).toEqual(outputs.data.subarray(index * 192, (index + 1) * 192));
  expect(recording.domain).toEqual(inputs.data.slice(index * 128, index * 128 + 64));
  expect(recording.inputs).toEqual(inputs.data.slice(index * 128 + 64, index * 128 + 128));
  expect(recording.times).toHaveLength(3);
});
