/** Files of one data set that hold its training and its test samples, such as `maze_train.hdf5` and `maze_test.hdf5`. */
import { sum } from '../../math.ts';
import type { ArrayUse } from '../mapping.ts';
import { ranges, type Draft } from './draft.ts';
import { shapeAt, type View } from './view.ts';
import { wellOf } from './well.ts';

const SET = /(?:^|[^a-z])(train|valid|val|test)(?:[^a-z]|$)/i;

const setOf = ({ files, prefix }: View): string | undefined =>
  files.length === 1 && prefix !== '' ? SET.exec(files[0])?.[1].toLowerCase() : undefined;

/** The Well’s files, of which those named train come first and those named test follow; without any, those that validate. */
export function together(views: readonly View[]): Draft[] {
  const of = (...sets: string[]) => views.filter((view) => sets.includes(setOf(view) ?? ''));
  const train = of('train');
  const tested = of('test');
  const test = tested.length > 0 ? tested : of('valid', 'val');
  const all = [...train, ...test];
  const name = joinedName(all.map(({ files: [file] }) => file));
  if (train.length === 0 || test.length === 0 || name === undefined) return [];
  const [{ prefix }] = train;
  const samplesIn = (list: readonly View[], { name: full, axes }: ArrayUse): number =>
    sum(
      list.map(
        (view) =>
          shapeAt(view, full.slice(prefix.length))?.[axes.findIndex(({ is }) => is === 'sample')] ??
          0,
      ),
    );
  const joined = (use: ArrayUse): ArrayUse =>
    use.axes.some(({ is }) => is === 'sample')
      ? { ...use, name: `${name}/${use.name.slice(prefix.length)}` }
      : use;
  return wellOf(train[0], false).map((one) => {
    const { inputs, outputs } = one.mapping;
    const [trained, held] = [samplesIn(train, outputs[0]), samplesIn(test, outputs[0])];
    return {
      ...one,
      title: `${one.title}, files for training and tests`,
      mapping: {
        ...one.mapping,
        inputs: inputs.map(joined),
        outputs: outputs.map(joined),
        split: ranges({ from: 0, to: trained }, { from: trained, to: trained + held }),
      },
      reasons: [
        ...one.reasons,
        `By the names of the files, the ${trained} samples of ${fileList(train)} train and the ${held} of ${fileList(test)} test.`,
      ],
    };
  });
}

const fileList = (views: readonly View[]): string => views.map(({ files }) => files[0]).join(', ');

/** Names that differ in one word, as one with that word in braces; undefined for others. */
function joinedName([first, ...others]: readonly string[]): string | undefined {
  if (others.length === 0) return undefined;
  const words = first.split(/(\w+)/);
  const split = others.map((name) => name.split(/(\w+)/));
  if (split.some((one) => one.length !== words.length)) return undefined;
  const unlike = words.flatMap((word, i) => (split.some((one) => one[i] !== word) ? [i] : []));
  const [at] = unlike;
  if (unlike.length !== 1 || at % 2 === 0) return undefined;
  const marked = `{${[words, ...split].map((one) => one[at]).join(':')}}`;
  return words.map((word, i) => (i === at ? marked : word)).join('');
}
