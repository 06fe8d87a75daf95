/** How the fields are arranged; a field that is not named here or on a network card would be missing. */
import { countOf, formatPlain } from '../shared/numbers.ts';
import { scaleFor } from '../shared/units.ts';
import { formatNumber } from '../../engine/experiment/numbers.ts';
import { mediumFileOf } from '../../engine/scene/mediumFile.ts';
import { cutsCells, openSides } from '../../engine/scene/scene.ts';
import { shortestDelay, usesFrequency, usesWidth } from '../../engine/scene/spans.ts';
import { originOf, taskOf } from '../../engine/tasks/index.ts';
import type { Part } from '../../engine/tasks/origins/origin.ts';
import { countOfItem } from '../../engine/reading/receivers.ts';
import { outputsOf } from '../../engine/scene/timing.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';

export interface Group {
  title: string;
  keys: readonly string[];
  /** The values that matter most, shown while the group is closed. */
  summary(experiment: Experiment): string;
  /** Whether the group has a meaning with this task; without it it always has. */
  applies?(experiment: Experiment): boolean;
  /** Whether a field has a meaning with the other settings; without it all have. */
  relevant?(experiment: Experiment, key: string): boolean;
}

const span = ([low, high]: readonly [number, number]) =>
  low === high ? formatNumber(low) : `${formatNumber(low)}–${formatNumber(high)}`;

/** An interval in a unit that fits its end. */
function spanIn([low, high]: readonly [number, number], of: 'm' | 's' | 'Hz'): string {
  const { factor, unit } = scaleFor(high, of);
  return `${span([low / factor, high / factor])} ${unit}`;
}

const sources = (kind: Experiment['source']['kind'], more: number): string => {
  const first = { ricker: 'Ricker', pulse: 'pulse', plane: 'plane wave', none: '' }[kind];
  if (more === 0) return first || 'none';
  return first ? `${first} + ${more}` : `${more} further`;
};

/** Two lengths, in the unit that fits the longer one. */
function extents(width: number, height: number): string {
  const { factor, unit } = scaleFor(Math.max(width, height), 'm');
  return `${formatPlain(width / factor)} × ${formatPlain(height / factor)} ${unit}`;
}

/** What the scene contains; if nothing, the sizes that matter then. */
function sceneSummary({ scene }: Experiment): string {
  const things = [
    ...(scene.layers.length > 0 ? [countOf(scene.layers.length, 'layer')] : []),
    ...(scene.inclusions.length > 0 ? [countOf(scene.inclusions.length, 'inclusion')] : []),
    ...(scene.obstacles.length > 0 ? [countOf(scene.obstacles.length, 'obstacle')] : []),
    ...(scene.medium === '' ? [] : ['background from a file']),
  ];
  const unitSquare = scene.width === 1 && scene.height === 1;
  const mesh = { triangles: 'triangles', quadrilaterals: 'quads', fitted: 'fitted mesh' };
  return things.length > 0
    ? [...things, mesh[scene.mesh]].join(', ')
    : `${unitSquare ? `c = ${span(scene.speed)} m/s` : extents(scene.width, scene.height)}, ${mesh[scene.mesh]}`;
}

const usedByTask = (experiment: Experiment, key: string): boolean =>
  taskOf(experiment).settings.some((name) => key === `task.${name}`);

function receiverText(scene: Experiment['scene']): string {
  const count = scene.receivers.reduce((sum, item) => sum + countOfItem(item), 0);
  return count > 0 ? `, ${countOf(count, 'receiver')}` : '';
}

/** Whether samples follow from this part of the settings. */
const madeFrom =
  (part: Part) =>
  (experiment: Experiment): boolean =>
    originOf(experiment).parts.includes(part);

const drivesSubmodel = (experiment: Experiment): boolean =>
  taskOf(experiment).drivesSubmodel === true;

export const groups = {
  task: {
    title: 'Task',
    keys: ['task.kind', 'task.grid', 'task.frames', 'task.arc'],
    summary: (experiment) => taskOf(experiment).words.summary(experiment.task),
    relevant: (experiment, key) => key === 'task.kind' || usedByTask(experiment, key),
  },
  own: {
    title: 'Own data',
    keys: ['task.inputs', 'task.outputs', 'task.map', 'task.time'],
    summary: (experiment) => (originOf(experiment).fromFile ? 'from a file' : 'open a file'),
    relevant: usedByTask,
  },
  scene: {
    title: 'Scene',
    keys: [
      'scene.width',
      'scene.height',
      'scene.speed',
      'scene.contrast',
      'scene.correlation',
      'scene.seed',
      'scene.medium',
      'scene.black',
      'scene.white',
      'scene.density',
      'scene.damping',
      'scene.layers',
      'scene.inclusions',
      'scene.outline',
      'scene.obstacles',
      'scene.mesh',
      'scene.interfaces',
      'scene.order',
      'scene.elements',
      'scene.tolerance',
      'scene.left',
      'scene.right',
      'scene.bottom',
      'scene.top',
      'scene.layerThickness',
    ],
    applies: madeFrom('scene'),
    summary: sceneSummary,
    relevant: ({ scene }, key) => {
      if (key === 'scene.tolerance') return scene.elements === 'auto';
      if (key === 'scene.interfaces') return cutsCells(scene);
      if (key === 'scene.black' || key === 'scene.white')
        return mediumFileOf(scene)?.grey !== undefined;
      if (key === 'scene.density') return mediumFileOf(scene)?.density === undefined;
      if (key === 'scene.speed' || key === 'scene.contrast') return scene.medium === '';
      if (key === 'scene.correlation' || key === 'scene.seed') return scene.contrast > 1;
      return key !== 'scene.layerThickness' || openSides(scene).length > 0;
    },
  },
  source: {
    title: 'Source',
    keys: [
      'source.kind',
      'source.x',
      'source.y',
      'source.frequency',
      'source.delay',
      'source.width',
      'source.angle',
      'source.incident',
      'source.more',
    ],
    applies: madeFrom('source'),
    summary: ({ source }) =>
      `${sources(source.kind, source.more.length)}${source.kind === 'ricker' || source.kind === 'plane' ? `, ${spanIn(source.frequency, 'Hz')}` : ''}`,
    relevant: (experiment, key) => {
      const { kind } = experiment.source;
      if (key === 'source.angle' || key === 'source.incident') return kind === 'plane';
      if (key === 'source.x' || key === 'source.y') return kind !== 'none';
      if (key === 'source.frequency') return usesFrequency(experiment);
      if (key === 'source.delay') return shortestDelay(experiment) > 0;
      return key !== 'source.width' || usesWidth(experiment);
    },
  },
  zone: {
    title: 'Zone',
    keys: ['zone.x', 'zone.y', 'zone.submodel', 'zone.cells', 'zone.trace'],
    applies: madeFrom('zone'),
    summary: ({ zone }) =>
      `${extents(zone.x[1] - zone.x[0], zone.y[1] - zone.y[0])}${zone.submodel === 'on' ? ', submodel' : ''}`,
    relevant: (experiment, key) => {
      const { zone } = experiment;
      // A forecast trace drives a separate submodel, whatever the switch says.
      if (key === 'zone.cells') return zone.submodel === 'on' || drivesSubmodel(experiment);
      return key !== 'zone.trace' || zone.submodel === 'on';
    },
  },
  recording: {
    title: 'Recording',
    keys: ['scene.from', 'scene.duration', 'scene.receivers'],
    applies: madeFrom('scene'),
    // A boundary trace begins at rest: the submodel needs all of it.
    relevant: (experiment, key) => key !== 'scene.from' || !drivesSubmodel(experiment),
    summary: ({ scene, task }) =>
      `${spanIn([outputsOf({ scene, task }).from, scene.duration], 's')}${receiverText(scene)}`,
  },
  modes: {
    title: 'Random fields',
    keys: [
      'modes.count',
      'modes.decay',
      'modes.speed',
      'modes.time',
      'modes.shiftCount',
      'modes.shiftDecay',
    ],
    applies: madeFrom('modes'),
    relevant: (experiment, key) => !key.startsWith('modes.shift') || originOf(experiment).shifted,
    summary: ({ modes }) =>
      `${modes.count}² modes, cT = ${formatPlain(modes.speed * modes.time)} m`,
  },
  medium: {
    title: 'Medium',
    keys: ['medium.kind', 'medium.contrast', 'medium.length', 'medium.cells'],
    applies: madeFrom('medium'),
    summary: ({ medium }) =>
      `${medium.kind}, contrast ${formatNumber(medium.contrast)}, ${formatNumber(medium.length)} m`,
  },
  data: {
    title: 'Data',
    keys: ['data.train', 'data.test', 'data.seed'],
    summary: ({ data }) => `${data.train} train, ${data.test} test`,
  },
  net: {
    title: 'Architecture',
    keys: [
      'net.kind',
      'net.blocks',
      'net.hidden',
      'net.width',
      'net.taper',
      'net.kernel',
      'net.upsampling',
      'net.activation',
      'net.bias',
      'net.padding',
    ],
    summary: ({ task, net }) => {
      const kinds = {
        generator: '',
        unet: 'U-Net, ',
        resnet: 'ResNet, ',
        propagator: 'propagator, ',
      };
      const threeWay = taskOf({ task }).axes(task).length === 3;
      const kernel = threeWay ? `${net.kernel}³` : `${net.kernel}×${net.kernel}`;
      const noun = net.kind === 'propagator' ? 'layer' : 'block';
      const width = net.kind === 'propagator' && net.blocks === 1 ? '' : ` × ${net.width}`;
      return `${kinds[net.kind]}${countOf(net.blocks, noun)}${width}, ${kernel}`;
    },
    relevant: ({ task, net }, key) => {
      if (key === 'net.width') return !(net.kind === 'propagator' && net.blocks === 1);
      if (key === 'net.taper') return net.kind === 'generator' || net.kind === 'unet';
      if (key === 'net.upsampling')
        return (
          net.kind !== 'propagator' &&
          (!taskOf({ task }).beginsWithField(task) || net.kind === 'unet')
        );
      return true;
    },
  },
  training: {
    title: 'Training',
    keys: [
      'training.steps',
      'training.batch',
      'training.schedule',
      'training.warmUp',
      'training.beta2',
      'training.clip',
      'training.decay',
      'training.decayOn',
      'training.fineTune',
      'training.initSeed',
      'training.shuffleSeed',
    ],
    summary: ({ training }) => `${training.steps} steps of ${training.batch}`,
    relevant: ({ training, networks }, key) => {
      if (key === 'training.decayOn') return training.decay > 0;
      return key !== 'training.fineTune' || networks.some(({ route }) => route === 'after');
    },
  },
} as const satisfies Record<string, Group>;
