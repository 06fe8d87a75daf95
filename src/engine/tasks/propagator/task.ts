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
      help: 'The exact solution at the forecast time T, which the networks forecast from u(0).',
    },
    forecast: 'What the network forecasts from u(0) alone, after its last training step.',
    result: 'the field',
    summary: ({ grid }) => `propagator, ${grid}² points`,
    caution:
      'Why one layer is enough: u(0) → u(T) is linear and, apart from reflections at the sides (which the odd padding provides), the same at every point: a convolution with one large kernel. This does not show that a compressed network copes with obstacles, varying speeds or nonlinear waves; the propagator in a medium asks for varying speeds.',
  },
} as const satisfies Task;
