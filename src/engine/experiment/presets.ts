/** Named experiments. A preset lists what differs from the schema's defaults, as text keys. */
import { checkText, defaultExperiment, findLeaf, withValue } from './leaves.ts';
import type { Experiment } from './schema.ts';

export interface Preset {
  id: string;
  title: string;
  /** One sentence: what it shows and how long it takes. */
  summary: string;
  experiment: Experiment;
}

/** The default experiment with other values, given as texts. Throws if one is not valid. */
export const experimentFrom = (differences: Readonly<Record<string, string>>): Experiment =>
  Object.entries(differences).reduce((current, [key, text]) => {
    const leaf = findLeaf(key);
    const checked = leaf && checkText(leaf, text);
    if (!checked?.ok) throw new Error(`${key}=${text} is not valid: ${checked?.message}`);
    return withValue(current, key, checked.value);
  }, defaultExperiment);

const preset = (
  id: string,
  title: string,
  summary: string,
  differences: Readonly<Record<string, string>>,
): Preset => ({ id, title, summary, experiment: experimentFrom(differences) });

/** Spectral elements, as many as the tolerance needs, and sides through which waves leave. */
const spectral = {
  'scene.mesh': 'quadrilaterals',
  'scene.order': '4',
  'scene.elements': 'auto',
  'scene.left': 'pml',
  'scene.right': 'pml',
  'scene.top': 'pml',
};

/**
 * Most parameters of these networks are in kernels, so a format that saves kernel parameters shrinks the whole network:
 * the dense layers are small, and the channels fall slowly from a coarse first grid. Found by a search over blocks, width, taper and kernel size.
 */
const generator = {
  ...spectral,
  'net.blocks': '4',
  'net.width': '40',
  'net.taper': '0.7',
  'net.kernel': '5',
  'net.hidden': '16',
  'net.upsampling': 'linear',
  'a.start': 'focused',
  'b.start': 'focused',
  'b.format': 'layer-cp',
  'b.rank': '32%',
};

/** Small enough to train within seconds: the presets below are about their scenes. */
const quick = {
  ...generator,
  'task.grid': '24',
  'net.blocks': '3',
  'net.hidden': '12',
  'b.rank': '29%',
  'data.train': '256',
  'data.test': '64',
  'training.steps': '400',
};

export const presets: readonly [Preset, ...Preset[]] = [
  preset(
    'frames',
    'Zone frames',
    'Two-way kernels (x, y) forecast the wave in the zone, all output times at once: a classical network, a compressed one, and a classical one made as small as the compressed one by having fewer channels. About a minute.',
    {
      ...generator,
      networks: '3',
      'training.steps': '1100',
      'c.width': 'matched',
      'c.like': 'b',
      'c.start': 'focused',
    },
  ),
  preset(
    'quick',
    'Quick look',
    'The same task on a coarser grid with a smaller network, and without the narrow control. About a quarter of a minute.',
    quick,
  ),
  preset(
    'volume',
    'Zone volume',
    'Three-way kernels (t, x, y): time is a separate axis. About a minute.',
    {
      'task.kind': 'zone-volume',
      'task.grid': '16',
      'task.frames': '16',
      ...generator,
      'net.blocks': '3',
      'net.width': '32',
      'net.kernel': '3',
      'data.train': '256',
      'data.test': '64',
      'training.steps': '500',
      // Steps of half the length: Stop finds their end in time and need not replace the worker.
      'training.batch': '4',
      'b.rank': '26%',
    },
  ),
  preset(
    'propagator',
    'Propagator',
    'From the field at rest to the field after the wave has crossed half of the square, with one linear layer: after the wave benchmark of arXiv 2302.01178. Under a minute.',
    {
      'task.kind': 'propagator',
      'task.grid': '64',
      'net.kind': 'propagator',
      'net.blocks': '1',
      'net.width': '16',
      'net.kernel': '65',
      'net.activation': 'none',
      'net.bias': 'off',
      'data.train': '512',
      'data.test': '256',
      'training.steps': '1000',
      'training.batch': '8',
      'a.start': 'centred',
      'b.format': 'one-way',
      'b.rank': '16',
      'b.start': 'centred',
    },
  ),
  preset(
    'medium',
    'Propagator in a varying medium',
    'From the field at rest and the wave speed, which varies over the square and from sample to sample, to the field after the wave has crossed a quarter of the square. About a minute.',
    {
      'task.kind': 'medium',
      'task.grid': '32',
      'modes.count': '6',
      'modes.time': '2.5',
      'medium.contrast': '2',
      'net.kind': 'unet',
      'net.blocks': '3',
      'net.width': '16',
      'net.taper': '0.7',
      'net.kernel': '3',
      'data.train': '512',
      'data.test': '128',
      'training.steps': '700',
      'b.format': 'layer-cp',
      'b.rank': '50%',
    },
  ),
  preset(
    'trace',
    'Boundary trace',
    'The pipeline: a network forecasts u on the boundary of the zone, and the finite element submodel computes the rest.',
    {
      'task.kind': 'boundary-trace',
      'task.grid': '32',
      'task.frames': '64',
      'task.arc': '64',
      'zone.submodel': 'on',
      'zone.cells': '16',
      'zone.trace': 'frames',
      ...generator,
      'net.width': '32',
      'data.train': '384',
      'data.test': '96',
      'training.steps': '600',
    },
  ),
  preset(
    'square',
    'Open square',
    'A Gaussian pulse at rest spreads and leaves through open sides; watch the energy decrease.',
    {
      ...quick,
      'scene.bottom': 'pml',
      'scene.from': '0.2',
      'scene.duration': '1.2',
      'scene.receivers': 'point(0.6,0.5) point(0.9,0.5)',
      'source.kind': 'pulse',
      'source.width': '0.05',
    },
  ),
  preset(
    'gap',
    'Wall with a gap',
    'Two fixed walls with a gap between them: the wave bends round the edges.',
    {
      ...quick,
      'scene.mesh': 'fitted',
      'scene.left': 'fixed',
      'scene.top': 'fixed',
      'scene.obstacles': 'rectangle(fixed,0.48,0.2,0.03,0.4) rectangle(fixed,0.48,0.775,0.03,0.45)',
      'scene.receivers': 'point(0.6,0.475) point(0.75,0.2)',
      'scene.duration': '1.5',
      'source.x': '0.15..0.3',
      'source.frequency': '3..4',
      'source.width': '0.03',
      'zone.x': '0.5..1',
    },
  ),
  preset(
    'cylinder',
    'Cylinder',
    'A plane wave meets a fixed cylinder whose position and radius are free: every sample has its own mesh.',
    {
      ...quick,
      'scene.mesh': 'fitted',
      'scene.bottom': 'free',
      'scene.top': 'free',
      'scene.obstacles': 'circle(fixed,0.5..0.6,0.45..0.55,0.07..0.14)',
      'scene.receivers': 'point(0.3,0.5) point(0.85,0.5)',
      'scene.from': '0.1',
      'scene.duration': '1',
      'source.kind': 'plane',
      'source.incident': 'outside',
      'source.x': '0.15',
      'source.y': '0.5',
      'source.frequency': '4..4.5',
      'zone.x': '0.35..0.85',
      'data.train': '128',
      'data.test': '32',
    },
  ),
  preset(
    'lens',
    'Lens',
    'A disc where waves are half as fast bends a plane wave to a focus; the speed in it is free.',
    {
      ...quick,
      'scene.mesh': 'fitted',
      // The estimate asks for 19; with 16, four samples are 0.2 to 0.6 % off, and take a third of the time.
      'scene.elements': '16',
      'scene.bottom': 'free',
      'scene.top': 'free',
      'scene.inclusions': 'circle(0.45,0.5,0.18,0.5..0.7,1)',
      'scene.receivers': 'point(0.7,0.5) point(0.7,0.85)',
      'scene.from': '0.3',
      'scene.duration': '1.3',
      'source.kind': 'plane',
      'source.incident': 'outside',
      'source.x': '0.12',
      'source.y': '0.5',
      'source.frequency': '3..3.5',
      'zone.x': '0.5..1',
      'data.train': '128',
      'data.test': '32',
    },
  ),
  preset(
    'layers',
    'Layered ground',
    'A source below a free surface; receivers along the surface record the direct wave and the reflections from two layers.',
    {
      ...quick,
      'scene.mesh': 'fitted',
      'scene.bottom': 'pml',
      'scene.top': 'free',
      'scene.layers': 'layer(0.65,1.4,1.3) layer(0.35,2.2,1.8)',
      'scene.receivers': 'point(0.3,1) point(0.5,1) point(0.7,1) point(0.9,1)',
      'scene.from': '0.2',
      'scene.duration': '1.2',
      'source.x': '0.1..0.2',
      'source.y': '0.8..0.9',
      'source.frequency': '3..4',
      'source.width': '0.03',
      'zone.x': '0.25..0.75',
      'zone.y': '0.5..1',
    },
  ),
  preset(
    'pipeline',
    'Zone pipeline',
    'Full model, trace on the zone’s boundary, submodel of the zone on a separate mesh, and its error.',
    {
      ...quick,
      'scene.mesh': 'fitted',
      'scene.inclusions': 'circle(0.7,0.5,0.1,0.6,1)',
      'zone.submodel': 'on',
      'zone.cells': '20',
    },
  ),
];

export const findPreset = (id: string): Preset | undefined =>
  presets.find((candidate) => candidate.id === id);
