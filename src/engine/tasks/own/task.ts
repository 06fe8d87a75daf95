import { file } from '../origins/file.ts';
import { alongTime, alongX, alongY, oneChannel, type Task } from '../task.ts';
import { hasOwnShapes, ownShapesProblem, shapeOf } from './shapes.ts';

export const own = {
  id: 'own',
  label: 'Own data',
  help: 'Own data: samples from your own file.',
  origin: file,
  settings: ['inputs', 'outputs', 'time'],
  input: (settings) => {
    if (!hasOwnShapes(settings)) throw new Error('Own data has no shapes until a file is opened.');
    const [first, ...space] = shapeOf(settings.inputs);
    return [...space, first];
  },
  beginsWithField: ({ inputs }) => shapeOf(inputs).length === 3,
  axes: ({ outputs, time }) => {
    const [frames, x, y] = shapeOf(outputs);
    return [...(time === 'axis' ? [alongTime(frames)] : []), alongX(x), alongY(y)];
  },
  channels: ({ outputs, time }) =>
    time === 'axis' ? oneChannel : { name: 'channel', count: shapeOf(outputs)[0] ?? 1 },
  problem: (settings) =>
    hasOwnShapes(settings)
      ? ownShapesProblem(settings)
      : {
          key: 'task.kind',
          message: 'Own data needs a file first: open or drop one under “Own data”.',
        },
  words: {
    truth: { title: 'Truth in the file', help: 'The output of this sample in the file.' },
    forecast:
      'What the network forecasts from the input of this sample alone, after its last training step.',
    result: 'the field',
    summary: ({ outputs }) =>
      outputs === '' ? 'own data' : `own data, ${outputs.replaceAll('x', ' × ')}`,
  },
} as const satisfies Task;
