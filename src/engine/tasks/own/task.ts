import { file } from '../origins/file.ts';
import { alongTime, alongX, alongY, oneChannel, type Task } from '../task.ts';
import { hasOwnShapes, ownShapesProblem, shapeOf } from './shapes.ts';

/** Channels of an input that are shown, at most. */
const SHOWN_INPUTS = 3;

export const own = {
  id: 'own',
  label: 'Own data',
  help: 'Own data: samples from your own file.',
  origin: file,
  settings: ['inputs', 'outputs', 'map', 'time'],
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
    // The square shows the first one.
    inputs: ({ inputs }) => {
      const [channels, ...grid] = shapeOf(inputs);
      if (grid.length === 0) return [];
      return Array.from({ length: Math.min(SHOWN_INPUTS, channels) - 1 }, (_, k) => ({
        title: `Input ${k + 2}`,
        help: `Channel ${k + 2} of the ${channels} channels of this sample’s input in the file, coloured by its own range.`,
      }));
    },
    truth: { title: 'Truth in the file', help: 'The output of this sample in the file.' },
    forecast:
      'What the network forecasts from the input of this sample alone, after its last training step.',
    result: 'the field',
    summary: ({ outputs }) =>
      outputs === '' ? 'own data' : `own data, ${outputs.replaceAll('x', ' × ')}`,
  },
} as const satisfies Task;
