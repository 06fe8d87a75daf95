import { hardlyDiffers, type Origin } from './origin.ts';
import { modes } from './modes.ts';

/** Random fields in random media, in a square with fixed sides; finite elements make their later fields. */
export const medium = {
  ...modes,
  id: 'medium',
  parts: ['modes', 'medium'],
  shifted: false,
  words: {
    ...modes.words,
    square: {
      title: 'Whole square',
      label: 'Simulated wave in the whole square',
      help: 'The finite element solution from the random field u(0) to u(T), which the networks forecast. A square of 1 m with fixed sides, at rest at t = 0; the speed of the waves varies from place to place.',
    },
    testSample:
      'A random field and a random medium, drawn like those of the training but kept out of it. Pick one to compare forecast and truth where it counts.',
    from: () => 'from u(0) and c',
    silent: hardlyDiffers,
  },
} as const satisfies Origin;
