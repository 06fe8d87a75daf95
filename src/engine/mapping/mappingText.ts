/**
 * A mapping as one line of text, for links and for `--map`:
 *
 *   in(c(n,x,y),solution(n,t[0],x,y)),out(solution(n,t[5,10],x,y)),split(0:100,-240:),scale(min-max)
 *
 * An array is its name and what its axes count: n (samples), t (times), x, y, c (channels), or a number where an axis is
 * fixed at one index. In square brackets is the part of an axis, as Python's slices have it, or a list of indices.
 * `{i}` in a name stands for the number of a sample. Everything but `in` and `out` may be left out.
 *
 *   samples(0:500)                   which samples are read; the first of them train
 *   split(0:512,1152:1408)           which samples train and which test
 *   without(617)                     samples that are left out
 *   scale(none), scale(min-max), scale(min-max,least in,largest in,least out,largest out)
 *   at(x:NAME,y:NAME,t:NAME)         arrays of coordinates
 *   score(median-l1)                 a benchmark's score
 *   NAME@100x64x64(n,x,y)            the shape of an array in a file without any
 */
import { DataFileError } from '../files/arrays.ts';
import {
  scores,
  type ArrayUse,
  type AxisRole,
  type AxisUse,
  type Mapping,
  type Score,
  type Slice,
  type Split,
  type ValueScaling,
} from './mapping.ts';
import { escapeName, unescapeName } from './names.ts';
import { formatPart, parseIndex, parsePart, parseSlice } from './parts.ts';
import { splitCall, splitList } from './splitting.ts';

/** Longer than any mapping that makes sense. */
export const MAX_MAPPING_LENGTH = 8192;
const MAX_AXES = 32;

const letters: Readonly<Record<AxisRole, string>> = {
  sample: 'n',
  time: 't',
  x: 'x',
  y: 'y',
  channel: 'c',
};
const roles = new Map(Object.entries(letters).map(([role, letter]) => [letter, role as AxisRole]));

export function formatMapping(mapping: Mapping): string {
  const { inputs, outputs, coordinates, score } = mapping;
  return [
    `in(${inputs.map(formatArray).join(',')})`,
    `out(${outputs.map(formatArray).join(',')})`,
    ...formatSplit(mapping.split),
    ...(mapping.without ? [`without(${mapping.without.join(',')})`] : []),
    ...formatScaling(mapping.scaling),
    ...formatCoordinates(coordinates),
    ...(score === undefined ? [] : [`score(${score})`]),
  ].join(',');
}

const formatArray = ({ name, axes, shape }: ArrayUse): string =>
  `${escapeName(name)}${shape ? `@${shape.join('x')}` : ''}(${axes.map(formatAxis).join(',')})`;

function formatAxis(axis: AxisUse): string {
  if (axis.is === 'fixed') return String(axis.at);
  const { part } = axis;
  return `${letters[axis.is]}${part === undefined ? '' : `[${formatPart(part)}]`}`;
}

function formatSplit(split: Split): string[] {
  if (split.by === 'ranges') return [`split(${formatPart(split.train)},${formatPart(split.test)})`];
  return split.samples ? [`samples(${formatPart(split.samples)})`] : [];
}

function formatScaling(scaling: ValueScaling): string[] {
  if (scaling.kind === 'standard') return [];
  const by = scaling.kind === 'min-max' ? scaling.by : undefined;
  const names = by ? [...by.input, ...by.output].map(escapeName) : [];
  return [`scale(${[scaling.kind, ...names].join(',')})`];
}

function formatCoordinates({ x, y, time }: NonNullable<Mapping['coordinates']> = {}): string[] {
  const named = Object.entries({ x, y, t: time }).flatMap(([letter, name]) =>
    name === undefined ? [] : [`${letter}:${escapeName(name)}`],
  );
  return named.length > 0 ? [`at(${named.join(',')})`] : [];
}

/** Quotes what is wrong, shortened. */
const quote = (text: string): string => `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;

const wrong = (message: string): DataFileError => new DataFileError(`The mapping ${message}`);

/** The mapping that a text describes, whatever its blanks. Throws `DataFileError` with a sentence. */
export function parseMapping(text: string): Mapping {
  if (text.length > MAX_MAPPING_LENGTH) {
    throw wrong(`has ${text.length} characters, and at most ${MAX_MAPPING_LENGTH} are possible.`);
  }
  const clauses = new Map<string, string[]>();
  for (const clause of parts(text)) {
    const call = splitCall(clause);
    if (!call || !clauseNames.includes(call.name)) {
      throw wrong(
        `has ${quote(clause)}, which is none of ${clauseNames.map((name) => `${name}(…)`).join(', ')}.`,
      );
    }
    if (clauses.has(call.name)) throw wrong(`has ${call.name}(…) twice: keep one.`);
    clauses.set(call.name, parts(call.inside));
  }
  const coordinates = readCoordinates(clauses.get('at'));
  const score = readScore(clauses.get('score'));
  const without = clauses.get('without')?.map(readNumber);
  return {
    inputs: readArrays('in', clauses.get('in')),
    outputs: readArrays('out', clauses.get('out')),
    split: readSplit(clauses),
    ...(without ? { without } : {}),
    scaling: readScaling(clauses.get('scale')),
    ...(coordinates ? { coordinates } : {}),
    ...(score ? { score } : {}),
  };
}

const clauseNames = ['in', 'out', 'samples', 'split', 'without', 'scale', 'at', 'score'];

/** Divided at the commas outside brackets. */
function parts(text: string): string[] {
  const list = splitList(text);
  if (!list) throw wrong(`has a bracket too many or too few in ${quote(text)}.`);
  return list;
}

function readArrays(clause: string, arrays: readonly string[] | undefined): ArrayUse[] {
  if (!arrays || arrays.length === 0) {
    throw wrong(`has no ${clause}(…): it needs arrays that go in and arrays that come out.`);
  }
  return arrays.map(readArray);
}

function readArray(text: string): ArrayUse {
  const call = splitCall(text);
  if (!call) {
    throw wrong(
      `has ${quote(text)} where an array with its axes is expected, as in u(n,t[0],x,y).`,
    );
  }
  const [name, shape, ...more] = call.name.split('@');
  const axes = parts(call.inside).map(readAxis);
  if (name === '' || more.length > 0) throw wrong(`has no name of an array in ${quote(text)}.`);
  if (axes.length > MAX_AXES) throw wrong(`has ${axes.length} axes in ${quote(text)}.`);
  const roleNames = axes.flatMap(({ is }) => (is === 'fixed' ? [] : [is]));
  const twice = roleNames.find((role, i) => roleNames.indexOf(role) < i);
  if (twice) throw wrong(`has the axis ${letters[twice]} twice in ${quote(text)}.`);
  return {
    name: unescapeName(name),
    axes,
    ...(shape === undefined ? {} : { shape: readShape(shape, text) }),
  };
}

function readShape(text: string, array: string): number[] {
  const extents = text.split('x').map(parseIndex);
  if (extents.every((extent) => extent !== undefined && extent > 0)) return extents as number[];
  throw wrong(`has a shape that can’t be read in ${quote(array)}: write it as in @100x64x64.`);
}

function readAxis(text: string): AxisUse {
  const fixed = parseIndex(text);
  if (fixed !== undefined) return { is: 'fixed', at: fixed };
  const [, letter, inside] = /^(\w)(?:\[(.*)\])?$/.exec(text) ?? [];
  const is = roles.get(letter);
  if (!is) {
    throw wrong(
      `has the axis ${quote(text)}: use n (samples), t (times), x, y, c (channels) or the number of one index.`,
    );
  }
  if (inside === undefined) return { is };
  const part = parsePart(inside);
  if (part) return { is, part };
  throw wrong(
    `has ${quote(`[${inside}]`)}, which is not a part of an axis: write from:to:step as in Python, or indices such as 0,2.`,
  );
}

function readRange(text: string): Slice {
  const slice = parseSlice(text);
  if (slice) return slice;
  throw wrong(`has ${quote(text)} where a range of samples is expected, as in 0:512.`);
}

function readSplit(clauses: ReadonlyMap<string, readonly string[]>): Split {
  const [samples, ranges] = [clauses.get('samples'), clauses.get('split')];
  if (samples && ranges) {
    throw wrong('has both samples(…) and split(…): the ranges of split are all that is read.');
  }
  if (ranges) {
    if (ranges.length !== 2) {
      throw wrong(
        'needs two ranges in split(…), for training and for tests, as in split(0:512,512:640).',
      );
    }
    const [train, test] = ranges.map(readRange);
    return { by: 'ranges', train, test };
  }
  if (!samples) return { by: 'order' };
  if (samples.length !== 1) throw wrong('needs one range in samples(…), as in samples(0:500).');
  return { by: 'order', samples: readRange(samples[0]) };
}

function readNumber(text: string): number {
  const number = parseIndex(text);
  if (number !== undefined && number >= 0) return number;
  throw wrong(`has ${quote(text)} in without(…): write numbers of samples, as in without(617).`);
}

function readScaling(words: readonly string[] | undefined): ValueScaling {
  if (!words) return { kind: 'standard' };
  const [kind, ...names] = words;
  const scalars = names.map(unescapeName);
  if ((kind === 'standard' || kind === 'none') && names.length === 0) return { kind };
  if (kind === 'min-max' && names.length === 0) return { kind };
  if (kind === 'min-max' && names.length === 4) {
    const [a, b, c, d] = scalars;
    return { kind, by: { input: [a, b], output: [c, d] } };
  }
  throw wrong(
    `has scale(${words.join(',').slice(0, 40)}): use scale(standard), scale(none), scale(min-max), or scale(min-max,…) with the names of four scalars, the least and the largest of the inputs and of the outputs.`,
  );
}

function readCoordinates(words: readonly string[] | undefined): Mapping['coordinates'] {
  if (!words) return undefined;
  const found: { x?: string; y?: string; time?: string } = {};
  for (const word of words) {
    const [, letter, name] = /^([xyt]):(.+)$/.exec(word) ?? [];
    const key = ({ x: 'x', y: 'y', t: 'time' } as const)[letter];
    if (!key || key in found) {
      throw wrong(`has ${quote(word)} in at(…): write x:NAME, y:NAME and t:NAME, each once.`);
    }
    found[key] = unescapeName(name);
  }
  return found;
}

function readScore(words: readonly string[] | undefined): Score | undefined {
  if (!words) return undefined;
  const score = scores.find((one) => words.length === 1 && one === words[0]);
  if (score) return score;
  throw wrong(`has score(${words.join(',').slice(0, 40)}): there is ${scores.join(', ')}.`);
}
