import { modes } from '../origins/modes.ts';
import { oneChannel, squareGrid, type Task } from '../task.ts';

export const propagator = {
  id: 'propagator',
  label: 'Propagator (2-way)',
  help: 'Propagator: from the field at rest u(0) to the later field u(T), for random fields in a square with fixed sides.',
  origin: modes,
  settings: ['grid'],
  input: ({ grid }) => [grid, grid, 1],
  beginsWithField: () => true,
  // Waves come back from a fixed side with the opposite sign.
  axes: (settings) => squareGrid(settings, 'odd'),
  channels: () => oneChannel,
  benchmark: true,
  words: {
    truth: {
      title: 'Truth u(T)',
      help: 'The exact solution at the forecast time T: what the networks make of u(0).',
    },
    forecast: 'What the network makes of u(0) alone, after its last training step.',
    result: 'the field',
    summary: ({ grid }) => `propagator, ${grid}² points`,
    caution:
      'Why one layer can do it: u(0) → u(T) is linear and, but for the reflections at the sides, which the odd padding makes, the same at every point: a convolution with one large kernel. It does not show that a compressed network copes with obstacles, changing speeds or nonlinear waves.',
  },
} as const satisfies Task;
