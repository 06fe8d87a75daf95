import { medium as origin } from '../origins/medium.ts';
import { oneChannel, squareGrid, type Task } from '../task.ts';

export const medium = {
  id: 'medium',
  label: 'Propagator in a medium (2-way)',
  help: 'Propagator in a medium: from the field at rest u(0) and the wave speed c(x, y), which differs from sample to sample, to the later field u(T).',
  origin,
  settings: ['grid'],
  input: ({ grid }) => [grid, grid, 2],
  beginsWithField: () => true,
  axes: (settings) => squareGrid(settings),
  channels: () => oneChannel,
  words: {
    inputs: () => [
      {
        title: 'Input u(0)',
        help: 'The random field at rest at t = 0: the first channel of what the networks see.',
        unit: 'm',
      },
      {
        title: 'Medium c',
        help: 'The wave speed: the second channel of what the networks see. Every sample has a medium of its own.',
        unit: 'm/s',
      },
    ],
    truth: {
      title: 'Truth u(T)',
      help: 'The finite element solution at the forecast time T, which the networks forecast from u(0) and c.',
    },
    forecast: 'What the network forecasts from u(0) and c alone, after its last training step.',
    result: 'the field',
    summary: ({ grid }) => `propagator in a medium, ${grid}² points`,
  },
} as const satisfies Task;
