/**
 * What links, files and stored runs of versions 1 and 2 leave out of their scenes: linear elements on a mesh by hand, and
 * sides that absorb to first order. The scenes, sources and zones of the presets were the same in both versions, and are
 * frozen here; settings since then have defaults at which nothing is different.
 */
import { hasNetwork } from '../experiment/network.ts';
import { checkText, defaultExperiment, findLeaf, withValue } from '../experiment/leaves.ts';
import type { Preset } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';

export type Texts = Readonly<Record<string, string>>;

const defaults: Texts = {
  'scene.left': 'absorbing',
  'scene.right': 'absorbing',
  'scene.bottom': 'fixed',
  'scene.top': 'absorbing',
  'scene.mesh': 'triangles',
  'scene.order': '1',
  'scene.elements': '64',
  'scene.speed': '1',
  'scene.layers': '',
  'scene.inclusions': '',
  'scene.obstacles': '',
  'scene.receivers': '',
  'scene.from': '0.4',
  'scene.duration': '1.4',
  'source.kind': 'ricker',
  'source.x': '0.15..0.35',
  'source.y': '0.35..0.65',
  'source.frequency': '2..3',
  'source.width': '0.04',
  'source.angle': '0',
  'source.more': '',
  'zone.x': '0.45..0.95',
  'zone.y': '0.25..0.75',
  'zone.submodel': 'off',
  'zone.cells': '64',
  'zone.trace': 'steps',
};

/** How the scenery of each preset differed from that. */
const presets: Readonly<Record<string, Texts>> = {
  frames: {},
  quick: {},
  volume: {},
  propagator: {},
  medium: {},
  trace: {
    'zone.submodel': 'on',
    'zone.trace': 'frames',
  },
  square: {
    'scene.bottom': 'absorbing',
    'scene.receivers': 'point(0.6,0.5) point(0.9,0.5)',
    'scene.from': '0.2',
    'scene.duration': '1.2',
    'source.kind': 'pulse',
    'source.width': '0.05',
  },
  gap: {
    'scene.left': 'fixed',
    'scene.top': 'fixed',
    'scene.mesh': 'fitted',
    'scene.obstacles': 'rectangle(fixed,0.48,0.2,0.03,0.4) rectangle(fixed,0.48,0.775,0.03,0.45)',
    'scene.receivers': 'point(0.6,0.475) point(0.75,0.2)',
    'scene.duration': '1.5',
    'source.x': '0.15..0.3',
    'source.frequency': '3..4',
    'source.width': '0.03',
    'zone.x': '0.5..1',
  },
  cylinder: {
    'scene.bottom': 'free',
    'scene.top': 'free',
    'scene.mesh': 'fitted',
    'scene.obstacles': 'circle(fixed,0.5..0.6,0.45..0.55,0.07..0.14)',
    'scene.receivers': 'point(0.3,0.5) point(0.85,0.5)',
    'scene.from': '0.1',
    'scene.duration': '1',
    'source.kind': 'plane',
    'source.x': '0.15',
    'source.y': '0.5',
    'source.frequency': '4..4.5',
    'zone.x': '0.35..0.85',
  },
  lens: {
    'scene.bottom': 'free',
    'scene.top': 'free',
    'scene.mesh': 'fitted',
    'scene.elements': '72',
    'scene.inclusions': 'circle(0.45,0.5,0.18,0.5..0.7,1)',
    'scene.receivers': 'point(0.7,0.5) point(0.7,0.85)',
    'scene.from': '0.3',
    'scene.duration': '1.3',
    'source.kind': 'plane',
    'source.x': '0.12',
    'source.y': '0.5',
    'source.frequency': '3..3.5',
    'zone.x': '0.5..1',
  },
  layers: {
    'scene.bottom': 'absorbing',
    'scene.top': 'free',
    'scene.mesh': 'fitted',
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
  pipeline: {
    'scene.mesh': 'fitted',
    'scene.inclusions': 'circle(0.7,0.5,0.1,0.6,1)',
    'zone.submodel': 'on',
    'zone.cells': '80',
  },
};

/** An experiment with settings that are given as texts; those of networks that it does not have are left out. */
export const withTexts = (experiment: Experiment, texts: Texts): Experiment =>
  Object.entries(texts).reduce((current, [key, text]) => {
    const leaf = findLeaf(key)!;
    if (leaf.network && !hasNetwork(current, leaf.network)) return current;
    const checked = checkText(leaf, text);
    if (!checked.ok)
      throw new Error(`${key}=${text} of a frozen preset is not valid: ${checked.message}`);
    return withValue(current, key, checked.value);
  }, experiment);

/** The preset of version 2 that has this one's name, with so many networks; presets since then are as they are. */
export function presetOfVersion2({ id, experiment }: Preset, count: number): Experiment {
  const counted = withValue(experiment, 'networks', count);
  if (!Object.hasOwn(presets, id)) return counted;
  const { scene, source, zone } = defaultExperiment;
  return withTexts({ ...counted, scene, source, zone }, { ...defaults, ...presets[id] });
}
