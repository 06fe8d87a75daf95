import { scene } from '../origins/scene.ts';
import { alongTime, oneChannel, squareGrid, type Task } from '../task.ts';
import { ZONE_FORECAST, ZONE_TRUTH, ZONE_TRUTH_TITLE } from '../zoneWords.ts';

export const zoneVolume = {
  id: 'zone-volume',
  label: 'Zone volume (3-way)',
  help: 'Volume: time is a separate axis and the kernels are 3-way (t, x, y).',
  origin: scene,
  settings: ['grid', 'frames'],
  input: (_, parameters) => [parameters],
  beginsWithField: () => false,
  axes: (settings) => [alongTime(settings.frames, { setting: 'frames' }), ...squareGrid(settings)],
  channels: () => oneChannel,
  words: {
    truth: { title: ZONE_TRUTH_TITLE, help: ZONE_TRUTH },
    forecast: ZONE_FORECAST,
    result: 'the field',
    summary: ({ grid, frames }) => `volume, ${frames} × ${grid}² points`,
  },
} as const satisfies Task;
