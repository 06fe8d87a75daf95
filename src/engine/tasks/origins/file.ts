import { hardlyDiffers, type Origin } from './origin.ts';

/** The user's own file: its first samples train, the next ones test. */
export const file = {
  id: 'file',
  // How a sample is scaled depends on which ones train.
  parts: ['data'],
  simulated: false,
  fromFile: true,
  shifted: false,
  scaled: true,
  timed: false,
  words: {
    square: {
      title: 'Input',
      label: 'Input of the sample',
      help: 'The input of this sample in the file: the first channel if there are several, coloured by its own range, and about its mean over the training samples if that is large. The second and third have pictures of their own.',
    },
    place: '',
    points: '',
    testSample:
      'Samples of the file that come after those of the training. Pick one to compare forecast and truth where it counts.',
    scale: {
      name: 'Field',
      help: 'One scale for truth and forecasts, symmetric about zero, from the largest value of the truth, in the unit of the file.',
    },
    from: () => 'from the input',
    silent: hardlyDiffers,
  },
} as const satisfies Origin;
