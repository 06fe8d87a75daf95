/** Which arrays of a user's file are the inputs and which the outputs, by their names. */
import { DataFileError, nameList, shapeText, type NamedArray } from './arrays.ts';
import { product } from '../math.ts';

interface Sample {
  readonly group: string;
  readonly input: string;
  readonly output: string;
}

/** Two arrays over all samples, or a pair of arrays for every sample. */
type Layout =
  | { kind: 'pair'; inputs: string; outputs: string; inputKind: 'parameters' | 'field' }
  | { kind: 'samples'; samples: readonly Sample[] };

const PAIRS = [
  { kind: 'pair', inputs: 'parameters', outputs: 'fields', inputKind: 'parameters' },
  { kind: 'pair', inputs: 'inputs', outputs: 'outputs', inputKind: 'field' },
] as const;

const SAMPLE = /^sample_(\d+)\/(input|output)$/;

const WANTED =
  'parameters [n, p] with fields [n, t, x, y] or [n, x, y]; or inputs with outputs, each [n, x, y] or [n, channels, x, y]; or in HDF5 groups sample_0, sample_1, … with input and output in each';

/** Throws `DataFileError` with what the file has and what is wanted. */
export function findLayout(names: readonly string[]): Layout {
  const has = new Set(names);
  const samples = findSamples(names);
  const found: Layout[] = PAIRS.filter(
    ({ inputs, outputs }) => has.has(inputs) && has.has(outputs),
  );
  if (samples.length > 0) found.push({ kind: 'samples', samples });
  if (found.length === 0) {
    throw new DataFileError(`The file has ${nameList(names)}; it should have ${WANTED}.`);
  }
  if (found.length > 1) {
    throw new DataFileError(
      `The file has more than one set of data (${nameList(names)}): keep one of ${WANTED}.`,
    );
  }
  return found[0];
}

/** The names of a layout's arrays: a `Choice` for the readers. */
export function ownNames(names: readonly string[]): string[] {
  const layout = findLayout(names);
  return layout.kind === 'pair'
    ? [layout.inputs, layout.outputs]
    : layout.samples.flatMap(({ input, output }) => [input, output]);
}

/** By number, so that sample_10 comes after sample_9. */
function findSamples(names: readonly string[]): Sample[] {
  const groups = new Map<string, Set<string>>();
  for (const name of names) {
    const [, number, part] = SAMPLE.exec(name) ?? [];
    if (number === undefined) continue;
    const parts = groups.get(number) ?? new Set();
    groups.set(number, parts.add(part));
  }
  return [...groups]
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([number, parts]) => {
      const group = `sample_${number}`;
      if (parts.size < 2) {
        const [present] = parts;
        const missing = present === 'input' ? 'output' : 'input';
        throw new DataFileError(
          `The group ${group} has an ${present} but no ${missing}: add it or leave the sample out.`,
        );
      }
      return { group, input: `${group}/input`, output: `${group}/output` };
    });
}

/** [x, y] or [channels, x, y] of every sample to one array with the samples as first axis. */
export function stackSamples(
  arrays: ReadonlyMap<string, NamedArray>,
  samples: readonly Sample[],
  part: 'input' | 'output',
): NamedArray {
  const parts = samples.map((sample) => ({
    name: sample[part],
    array: getArray(arrays, sample[part]),
  }));
  const [{ name: firstName, array: first }] = parts;
  const size = product(first.shape);
  const exact = parts.some(({ array }) => array.data instanceof Float64Array);
  const data = new (exact ? Float64Array : Float32Array)(parts.length * size);
  const notes = new Set<string>();
  parts.forEach(({ name, array }, i) => {
    if (shapeText(array.shape) !== shapeText(first.shape)) {
      throw new DataFileError(
        `${name} has the shape ${shapeText(array.shape)} and ${firstName} ${shapeText(first.shape)}: all samples must have the same.`,
      );
    }
    data.set(array.data, i * size);
    for (const note of array.notes ?? []) notes.add(note);
  });
  return { shape: [parts.length, ...first.shape], data, dtype: first.dtype, notes: [...notes] };
}

export function getArray(arrays: ReadonlyMap<string, NamedArray>, name: string): NamedArray {
  const array = arrays.get(name);
  if (!array) throw new DataFileError(`The file has no array ${name}.`);
  return array;
}
