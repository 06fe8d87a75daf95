/** Experiment files: JSON with the settings that differ from a preset. */
import { decodeFile, encodeFile, FileError } from '../src/engine/opening/file.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { leaves } from '../src/engine/experiment/leaves.ts';
import { validateExperiment } from '../src/engine/opening/validate.ts';
import { changeText, pick } from './mutate.ts';
import { expectSentence, type FuzzTarget } from './target.ts';

const PIECES =
  '{ } [ ] , : " \\ - . e % & = # null true 1e999 -0 1e-400 99999999999999999999 0x10 NaN "" {}';

const WORDS = [
  ...PIECES.split(' '),
  '\n',
  '"\\ud83d"',
  '\ud83d',
  '\\u0000',
  '\u202e',
  '\ufeff',
  '😀',
  '"__proto__": "x", ',
  '"constructor": 1, ',
  '"v": 1, ',
  '"v": 3, ',
  ...leaves.map(({ key }) => `"${key}": ${key.length}, `),
];

/** Values that a setting may be given by mistake. */
const VALUES = ['', '0', -1, 1e308, '0.1..0.9', '25%', '\ud83d', 'a'.repeat(3000), '١', '0,15'];

export const experimentFile: FuzzTarget<string> = {
  name: 'experiment',
  make(random) {
    const base = encodeFile(pick(random, presets).experiment, pick(random, presets));
    if (random.below(2) === 0) return changeText(base, random, WORDS);
    const content: Record<string, unknown> = { ...JSON.parse(base) };
    for (let left = random.below(6); left > 0; left--) {
      const { key } = pick(random, leaves);
      content[random.below(8) === 0 ? `${key}\udc00` : key] = pick(random, VALUES);
    }
    return JSON.stringify(content);
  },
  judge(text) {
    try {
      const { experiment, notes } = decodeFile(text);
      const issues = validateExperiment(experiment);
      if (issues.length > 0) throw new Error(`Opened, though ${issues[0].message}`);
      notes.forEach(expectSentence);
      return 'read';
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      expectSentence(error.message);
      return 'refused';
    }
  },
};
