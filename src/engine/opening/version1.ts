/**
 * What links, files and stored runs of version 1 leave out: the presets and defaults of that version, frozen. Scenes,
 * sources and zones were those of version 2; modes have not changed since.
 */
import { defaultExperiment, withValue } from '../experiment/leaves.ts';
import type { Preset } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { presetOfVersion2, withTexts, type Texts } from './version2.ts';

/** Defaults of the schema that are others today. */
const defaults: Texts = {
  'a.rate': '0.012',
  'b.rate': '0.035',
  'c.rate': '0.012',
  'd.rate': '0.012',
  'training.beta2': '0.99',
  'training.clip': '0',
};

const quick: Texts = {
  'task.grid': '24',
  'net.kernel': '5',
  'data.train': '256',
  'data.test': '64',
  'training.steps': '300',
  'a.rate': '0.014',
};

const fewSamples: Texts = { ...quick, 'data.train': '128', 'data.test': '32' };

/** How each preset differed from the schema's defaults, apart from its scene. */
const presets: Readonly<Record<string, Texts>> = {
  frames: { 'c.width': 'matched', 'c.like': 'b' },
  quick,
  volume: {
    'task.kind': 'zone-volume',
    'task.grid': '16',
    'task.frames': '16',
    'net.kernel': '3',
    'data.train': '256',
    'data.test': '64',
    'training.steps': '700',
    'training.batch': '4',
    'a.rate': '0.014',
    'b.rank': '1',
  },
  propagator: {
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
    'training.beta2': '0.95',
    'a.start': 'centred',
    'a.rate': '0.01',
    'b.format': 'one-way',
    'b.rank': '16',
    'b.start': 'centred',
    'b.rate': '0.01',
  },
  trace: {
    'task.kind': 'boundary-trace',
    'task.grid': '32',
    'task.frames': '64',
    'task.arc': '64',
    'net.blocks': '3',
    'net.width': '32',
    'net.taper': '0.5',
    'net.kernel': '5',
    'data.train': '384',
    'data.test': '96',
    'training.steps': '800',
    'b.rate': '0.02',
    'b.rank': '1',
  },
  square: quick,
  gap: quick,
  cylinder: fewSamples,
  lens: fewSamples,
  layers: quick,
  pipeline: quick,
};

/** The preset of version 1 that has this one's name, with so many networks; presets since then are as they are. */
export function presetOfVersion1(preset: Preset, count: number): Experiment {
  const later = presetOfVersion2(preset, count);
  if (!Object.hasOwn(presets, preset.id)) return later;
  const { scene, source, zone, modes } = later;
  return withTexts(
    withValue({ ...defaultExperiment, scene, source, zone, modes }, 'networks', count),
    {
      ...defaults,
      ...presets[preset.id],
    },
  );
}
