import { hardlyDiffers, type Origin } from './origin.ts';

/** Random fields in a square with fixed sides, whose solution is an exact series of modes. */
export const modes = {
  id: 'modes',
  parts: ['modes'],
  simulated: false,
  fromFile: false,
  shifted: true,
  scaled: false,
  unit: 'm',
  timed: true,
  words: {
    square: {
      title: 'Whole square',
      label: 'Exact wave in the whole square',
      help: 'The exact solution from the random field u(0), which the networks see, to u(T), which they forecast. A sum of standing waves in a square of 1 m with fixed sides, at rest at t = 0.',
    },
    place: '',
    points: '',
    testSample:
      'A random field drawn like those of the training but kept out of it. Pick one to compare forecast and truth where it counts.',
    scale: {
      name: 'Displacement u',
      help: 'One scale for truth and forecasts, symmetric about zero, from the largest |u(T)| of the truth. Higher values before T are drawn in the end colours.',
    },
    from: () => 'from u(0)',
    silent: hardlyDiffers,
  },
} as const satisfies Origin;
