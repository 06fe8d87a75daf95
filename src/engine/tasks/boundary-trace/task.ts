import { scene } from '../origins/scene.ts';
import { alongBoundary, alongTime, oneChannel, type Task } from '../task.ts';
import { FROM_PARAMETERS, ZONE_TRUTH_TITLE } from '../zoneWords.ts';

export const boundaryTrace = {
  id: 'boundary-trace',
  label: 'Boundary trace (2-way)',
  help: 'Boundary trace: u on the boundary of the zone over time, 2-way (t, s), which then drives the submodel of the zone.',
  origin: scene,
  // The grid is that of the zone as the submodel makes it.
  settings: ['grid', 'frames', 'arc'],
  input: (_, parameters) => [parameters],
  beginsWithField: () => false,
  axes: ({ frames, arc }) => [
    alongTime(frames, { setting: 'frames' }),
    alongBoundary(arc, { padding: 'circular', setting: 'arc' }),
  ],
  channels: () => oneChannel,
  drivesSubmodel: true,
  words: {
    truth: {
      title: ZONE_TRUTH_TITLE,
      help: 'The full finite element model on the zone’s grid at the output times. The networks forecast u on the zone’s boundary; the submodel computes the zone from it.',
    },
    forecast: `The zone from the submodel, driven by the trace on the zone’s boundary that the network forecasts ${FROM_PARAMETERS}`,
    result: 'the trace',
    summary: ({ frames, arc }) => `trace, ${frames} times × ${arc} points`,
  },
} as const satisfies Task;
