/** Named experiments. A preset lists what differs from the schema's defaults, as text keys. */
import { checkText, defaultExperiment, findLeaf, withValue, type Experiment } from './schema.ts';

export interface Preset {
  id: string;
  title: string;
  /** One sentence: what it shows and how long it takes. */
  summary: string;
  experiment: Experiment;
}

function preset(
  id: string,
  title: string,
  summary: string,
  differences: Readonly<Record<string, string>>,
): Preset {
  const experiment = Object.entries(differences).reduce((current, [key, text]) => {
    const leaf = findLeaf(key);
    const checked = leaf && checkText(leaf, text);
    if (!checked?.ok) throw new Error(`Preset ${id}: ${key}=${text} is not valid.`);
    return withValue(current, key, checked.value);
  }, defaultExperiment);
  return { id, title, summary, experiment };
}

export const presets: readonly [Preset, ...Preset[]] = [
  preset(
    'frames',
    'Zone frames',
    'Two-way kernels (x, y) forecast the wave in the zone, all output times at once. About a minute.',
    {},
  ),
  preset(
    'quick',
    'Quick look',
    'The same task on a coarser grid with smaller kernels: some seconds.',
    {
      'task.grid': '24',
      'net.kernel': '5',
      'data.train': '256',
      'data.test': '64',
      'training.steps': '300',
      'a.rate': '0.014',
    },
  ),
  preset(
    'volume',
    'Zone volume',
    'Three-way kernels (t, x, y): time is an axis of its own. About a minute.',
    {
      'task.kind': 'zone-volume',
      'task.grid': '16',
      'task.frames': '16',
      'net.kernel': '3',
      'data.train': '256',
      'data.test': '64',
      'training.steps': '700',
      // Steps of half the length: Stop finds their end in time and need not replace the worker.
      'training.batch': '4',
      'a.rate': '0.014',
      'b.rate': '0.035',
      'b.rank': '1',
    },
  ),
];

export const findPreset = (id: string): Preset | undefined =>
  presets.find((candidate) => candidate.id === id);
