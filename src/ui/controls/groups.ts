/** How the fields are arranged; a field that is not named here or on a network card would be missing. */
import { formatNumber } from '../../engine/experiment/numbers.ts';
import { usesFrequency, usesWidth } from '../../engine/scene/check.ts';
import { countOf } from './leaf.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';

export interface Group {
  title: string;
  keys: readonly string[];
  /** The values that matter most, shown while the group is closed. */
  summary(experiment: Experiment): string;
  /** Whether a field has a meaning with the other settings; without it all have. */
  relevant?(experiment: Experiment, key: string): boolean;
}

const span = ([low, high]: readonly [number, number]) =>
  low === high ? formatNumber(low) : `${formatNumber(low)}–${formatNumber(high)}`;

const sources = (kind: Experiment['source']['kind'], more: number): string => {
  const first = { ricker: 'Ricker', pulse: 'pulse', plane: 'plane wave', none: '' }[kind];
  if (more === 0) return first || 'none';
  return first ? `${first} + ${more}` : `${more} further`;
};

/** What stands in the scene; without anything the sizes that matter then. */
function sceneSummary({ scene }: Experiment): string {
  const things = [
    ...(scene.layers.length > 0 ? [countOf(scene.layers.length, 'layer')] : []),
    ...(scene.inclusions.length > 0 ? [countOf(scene.inclusions.length, 'inclusion')] : []),
    ...(scene.obstacles.length > 0 ? [countOf(scene.obstacles.length, 'obstacle')] : []),
  ];
  const mesh = { triangles: 'triangles', quadrilaterals: 'quads', fitted: 'fitted mesh' };
  return things.length > 0
    ? [...things, mesh[scene.mesh]].join(', ')
    : `c = ${span(scene.speed)} m/s, ${mesh[scene.mesh]}`;
}

export const groups = {
  task: {
    title: 'Task',
    keys: ['task.kind', 'task.grid', 'task.frames'],
    summary: ({ task }) =>
      task.kind === 'zone-frames'
        ? `frames, ${task.grid}² points × ${task.frames} times`
        : `volume, ${task.frames} × ${task.grid}² points`,
  },
  scene: {
    title: 'Scene',
    keys: [
      'scene.speed',
      'scene.layers',
      'scene.inclusions',
      'scene.obstacles',
      'scene.mesh',
      'scene.elements',
      'scene.left',
      'scene.right',
      'scene.bottom',
      'scene.top',
    ],
    summary: sceneSummary,
  },
  source: {
    title: 'Source',
    keys: [
      'source.kind',
      'source.x',
      'source.y',
      'source.frequency',
      'source.width',
      'source.angle',
      'source.more',
    ],
    summary: ({ source }) =>
      `${sources(source.kind, source.more.length)}${source.kind === 'ricker' || source.kind === 'plane' ? `, ${span(source.frequency)} Hz` : ''}`,
    relevant: (experiment, key) => {
      const { kind } = experiment.source;
      if (key === 'source.angle') return kind === 'plane';
      if (key === 'source.x' || key === 'source.y') return kind !== 'none';
      if (key === 'source.frequency') return usesFrequency(experiment);
      return key !== 'source.width' || usesWidth(experiment);
    },
  },
  zone: {
    title: 'Zone',
    keys: ['zone.x', 'zone.y', 'zone.submodel', 'zone.cells', 'zone.trace'],
    summary: ({ zone }) =>
      `${formatNumber(zone.x[1] - zone.x[0])} × ${formatNumber(zone.y[1] - zone.y[0])} m${zone.submodel === 'on' ? ', submodel' : ''}`,
    relevant: ({ zone }, key) =>
      (key !== 'zone.cells' && key !== 'zone.trace') || zone.submodel === 'on',
  },
  recording: {
    title: 'Recording',
    keys: ['scene.from', 'scene.duration', 'scene.receivers'],
    summary: ({ scene }) =>
      `${formatNumber(scene.from)}–${formatNumber(scene.duration)} s${scene.receivers.length > 0 ? `, ${countOf(scene.receivers.length, 'receiver')}` : ''}`,
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
