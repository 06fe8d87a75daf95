import type { Origin } from './origin.ts';

/** Simulations of a scene with finite elements, for random values of its free parameters. */
export const scene = {
  id: 'scene',
  parts: ['scene', 'source', 'zone'],
  simulated: true,
  fromFile: false,
  shifted: false,
  scaled: false,
  unit: 'm',
  timed: true,
  words: {
    square: {
      title: 'Whole domain',
      label: 'Simulated wave in the whole domain',
      help: 'Displacement u in the whole domain, from the finite element model. Drag the source, or click where it should be. Obstacles, inclusions, layers, receivers and the zone (by its edge) can be dragged too, or moved with the arrow keys. The lines of sides and obstacles show their boundary conditions.',
    },
    place: ' in the zone',
    points: ' of the zone',
    testSample:
      'Free parameters drawn from the training ranges but kept out of training. Pick one to compare forecast and truth where it counts.',
    scale: {
      name: 'Displacement u',
      help: 'One scale for truth and forecasts, symmetric about zero, from the largest |u| of the truth in the zone over all output times. Higher values near the source are drawn in the end colours.',
    },
    from: (parameters) => `from the ${parameters === 3 ? 'three' : parameters} numbers`,
    silent: (samples, share) =>
      `Hardly any wave reaches the zone in ${samples} (root mean square below ${share}): relative errors leave them out. With a longer duration, or a zone nearer to the source, more of them count.`,
  },
} as const satisfies Origin;
