/** Files of no known layout: two arrays of the same samples, or one array with times, by their shapes and names. */
import type { Entry, View } from './view.ts';
import {
  axes,
  draft,
  laterTimes,
  pointNote,
  pointStep,
  timeNote,
  ofArray,
  type Draft,
} from './draft.ts';
import { inferAxes } from './inferAxes.ts';

const INPUT = /^(in|inputs?|a|x|coeffs?|params?|parameters|source|data\d*)$/i;
const OUTPUT = /^(out|outputs?|u|y|sol|solutions?|targets?|labels?|fields?|model\d*)$/i;

const stemOf = (path: string): string =>
  path
    .split('/')
    .at(-1)!
    .replace(/[-_]?(train|test)$/i, '');

interface Field {
  path: string;
  entry: Entry;
  /** With the axis of samples. */
  letters: string;
  shape: readonly number[];
}

const CHECK = 'This is a guess from the shapes alone: check inputs, outputs and axes.';

export function guess(view: View): Draft[] {
  const fields = [...view.entries].flatMap(([path, entry]): Field[] => {
    const { shape } = entry.info;
    const inner = inferAxes(shape.slice(1), 't');
    return inner !== undefined && shape[0] > 1
      ? [{ path, entry, letters: `n${inner}`, shape }]
      : [];
  });
  return [...pairs(view, fields), ...fields.flatMap(evolution)];
}

const gridOf = ({ letters, shape }: Field): string =>
  letters
    .split('')
    .flatMap((letter, i) => ('xy'.includes(letter) ? [shape[i]] : []))
    .join(' × ');

/** Two fields of as many samples on one grid, or a field and rows of numbers. */
function pairs(view: View, fields: readonly Field[]): Draft[] {
  const outputs = [
    ...fields.filter(({ path }) => OUTPUT.test(stemOf(path))),
    ...fields.toReversed().filter(({ path }) => !OUTPUT.test(stemOf(path))),
  ];
  for (const output of outputs) {
    const likely = fields.filter(
      (one) => one !== output && one.shape[0] === output.shape[0] && gridOf(one) === gridOf(output),
    );
    const input = likely.find(({ path }) => INPUT.test(stemOf(path))) ?? likely[0];
    if (input) return [fieldPair(input, output)];
  }
  const [output] = outputs;
  if (!output) return [];
  const rows = [...view.entries].find(
    ([, { info }]) =>
      info.shape.length === 2 && info.shape[0] === output.shape[0] && info.shape[1] <= 64,
  );
  if (!rows) return [];
  const [path, { key, info }] = rows;
  const grid = output.shape.filter((_, i) => 'xy'.includes(output.letters[i]));
  const step = pointStep(grid);
  return [
    draft({
      layout: 'guess',
      title: `${path} to ${output.path}`,
      inputs: [ofArray(key, axes('nc'))],
      outputs: [ofArray(output.entry.key, axes(output.letters, {}, step))],
      reasons: [
        `${path} has a row of ${info.shape[1]} numbers for each of the ${info.shape[0]} samples of ${output.path}.`,
      ],
      notes: [CHECK, ...pointNote(grid, step)],
    }),
  ];
}

function fieldPair(input: Field, output: Field): Draft {
  const grid = output.shape.filter((_, i) => 'xy'.includes(output.letters[i]));
  const step = pointStep(grid);
  const asChannels = (letters: string) =>
    letters.includes('c') ? letters : letters.replace('t', 'c');
  return draft({
    layout: 'guess',
    title: `${input.path} to ${output.path}`,
    inputs: [ofArray(input.entry.key, axes(asChannels(input.letters), {}, step))],
    outputs: [ofArray(output.entry.key, axes(asChannels(output.letters), {}, step))],
    reasons: [
      `${input.path} and ${output.path} have ${output.shape[0]} samples each on a grid of ${gridOf(output)} points.`,
    ],
    notes: [CHECK, ...pointNote(grid, step)],
  });
}

/** From the first time of an array to later ones. */
function evolution({ path, entry, letters, shape }: Field): Draft[] {
  const at = letters.indexOf('t');
  if (at < 0 || shape[at] < 2) return [];
  const grid = shape.filter((_, i) => 'xy'.includes(letters[i]));
  const step = pointStep(grid);
  const channels = letters.includes('c') ? shape[letters.indexOf('c')] : 1;
  const later = laterTimes(shape[at], channels);
  return [
    draft({
      layout: 'guess',
      title: `${path}, first time to later ones`,
      inputs: [ofArray(entry.key, axes(letters, { time: [0] }, step))],
      outputs: [ofArray(entry.key, axes(letters, { time: later }, step))],
      reasons: [
        `${path} has ${shape.length} axes: ${shape[0]} samples, ${shape[at]} times and a grid of ${grid.join(' × ')} points, if their order is the usual one.`,
      ],
      notes: [CHECK, ...pointNote(grid, step), ...timeNote(shape[at], later)],
    }),
  ];
}
