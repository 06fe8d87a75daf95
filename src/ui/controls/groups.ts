/** How the fields are arranged; a field that is not named here or on a network card would be missing. */
import { formatNumber } from '../../engine/experiment/fields.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';

export interface Group {
  title: string;
  keys: readonly string[];
  /** The values that matter most, shown while the group is closed. */
  summary(experiment: Experiment): string;
}

const span = ([low, high]: readonly [number, number]) =>
  `${formatNumber(low)}–${formatNumber(high)}`;

export const groups = {
  task: {
    title: 'Task',
    keys: ['task.kind', 'task.grid', 'task.frames', 'zone.x', 'zone.y'],
    summary: ({ task }) =>
      task.kind === 'zone-frames'
        ? `frames, ${task.grid}² points × ${task.frames} times`
        : `volume, ${task.frames} × ${task.grid}² points`,
  },
  scene: {
    title: 'Scene',
    keys: [
      'scene.left',
      'scene.right',
      'scene.bottom',
      'scene.top',
      'scene.speed',
      'scene.from',
      'scene.duration',
      'scene.elements',
    ],
    summary: ({ scene }) =>
      `c = ${formatNumber(scene.speed)} m/s, ${formatNumber(scene.from)}–${formatNumber(scene.duration)} s`,
  },
  source: {
    title: 'Source ranges',
    keys: ['source.x', 'source.y', 'source.frequency', 'source.width'],
    summary: ({ source }) => `${span(source.frequency)} Hz`,
  },
  data: {
    title: 'Data',
    keys: ['data.train', 'data.test', 'data.seed'],
    summary: ({ data }) => `${data.train} train, ${data.test} test`,
  },
  net: {
    title: 'Architecture',
    keys: ['net.blocks', 'net.width', 'net.taper', 'net.kernel'],
    summary: ({ task, net }) =>
      `${net.blocks} ${net.blocks === 1 ? 'block' : 'blocks'} × ${net.width}, ${task.kind === 'zone-volume' ? `${net.kernel}³` : `${net.kernel}×${net.kernel}`}`,
  },
  training: {
    title: 'Training',
    keys: ['training.steps', 'training.batch', 'training.initSeed', 'training.shuffleSeed'],
    summary: ({ training }) => `${training.steps} steps of ${training.batch}`,
  },
} as const satisfies Record<string, Group>;
