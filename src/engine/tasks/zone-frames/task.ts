import { scene } from '../origins/scene.ts';
import { squareGrid, type Task } from '../task.ts';
import { ZONE_FORECAST, ZONE_TRUTH, ZONE_TRUTH_TITLE } from '../zoneWords.ts';

export const zoneFrames = {
  id: 'zone-frames',
  label: 'Zone frames (2-way)',
  help: 'Frames: the output times are the channels of 2-way (x, y) convolutions.',
  origin: scene,
  settings: ['grid', 'frames'],
  input: (_, parameters) => [parameters],
  beginsWithField: () => false,
  axes: (settings) => squareGrid(settings),
  channels: ({ frames }) => ({ name: 'time', count: frames }),
  words: {
    truth: { title: ZONE_TRUTH_TITLE, help: ZONE_TRUTH },
    forecast: ZONE_FORECAST,
    result: 'the field',
    summary: ({ grid, frames }) => `frames, ${grid}² points × ${frames} times`,
  },
} as const satisfies Task;
