/** A user's own samples: what a file must hold to be trained on. */
import { DataFileError, nameList, type NamedArray, type OnProgress } from './arrays.ts';
import { fingerprint } from './fingerprint.ts';
import { looksLikeHdf5, readHdf5 } from './hdf5.ts';
import { isNpy } from './npy.ts';
import { foreignFormat, looksLikeZip, UNKNOWN_FORMAT } from './formats.ts';
import { readNpz } from './npz.ts';
import {
  asFields,
  checkFinite,
  checkGrids,
  checkParameters,
  checkSamples,
  checkVaries,
  MIN_SAMPLES,
  zeroSamples,
} from './ownChecks.ts';
import { findLayout, getArray, ownNames, stackSamples } from './ownLayout.ts';
import { checkExact, compact } from './precision.ts';
import { looksLikeSafetensors, readSafetensors } from './safetensors.ts';

export interface OwnData {
  /** Parameters [n, p] or fields [n, channels, x, y]. */
  inputs: NamedArray;
  /** Fields [n, t or channels, x, y]; x and y are those of the inputs where these are fields. */
  outputs: NamedArray;
  inputKind: 'parameters' | 'field';
  /** Of all values: tells files of equal shapes apart. */
  fingerprint: string;
  /** Sentences on what was converted and what is unusual. */
  notes: string[];
  /** How the file was read, as `mappingText.ts` writes it; absent where it has our names and all of it was read. */
  mapping?: string;
  /** What the channels are, in their order, such as 'pressure, t = 0.5'. */
  channels?: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  /** Where the grid’s points and the times are, in the file’s units, as far as the file says. */
  coordinates?: Readonly<Partial<Record<'x' | 'y' | 'time', Float64Array>>>;
  /** The first `train` samples are for training, the `test` ones behind them for tests; absent: as the settings say. */
  split?: { readonly train: number; readonly test: number };
  /** How values are scaled; absent: standard. */
  scaling?: OwnScaling;
  /** A benchmark’s own score: the median over the test samples of the relative L1 error. */
  score?: 'median-l1';
}

/** As `ValueScaling` of a mapping; least and largest are numbers that the file holds. */
export type OwnScaling =
  | { kind: 'none' }
  | {
      kind: 'min-max';
      by?: {
        readonly input: readonly [least: number, largest: number];
        readonly output: readonly [least: number, largest: number];
      };
    };

/** Labels are the names in the file, so that a message says where to look. */
interface Picked {
  inputs: NamedArray;
  outputs: NamedArray;
  inputLabel: string;
  outputLabel: string;
  inputKind: OwnData['inputKind'];
}

/**
 * Finds inputs and outputs by name (`findLayout`), brings fields to [n, channels, x, y] and checks sizes and values.
 * Throws `DataFileError`.
 */
export function checkOwnData(arrays: ReadonlyMap<string, NamedArray>): OwnData {
  const { inputs: given, outputs: found, inputLabel, outputLabel, inputKind } = pick(arrays);
  checkSamples(inputLabel, given.shape, outputLabel, found.shape);
  const field = inputKind === 'field';
  if (!field) {
    checkParameters(inputLabel, given);
    checkExact(inputLabel, given);
  }
  const inputs = field
    ? compact(inputLabel, asFields(inputLabel, given, 'channels', found.shape))
    : given;
  const outputs = compact(
    outputLabel,
    asFields(outputLabel, found, field ? 'channels' : 't', given.shape),
  );
  checkTogether(inputLabel, inputs, outputLabel, outputs, inputKind);
  checkFinite(inputLabel, inputs);
  checkFinite(outputLabel, outputs);
  checkVaries(inputLabel, inputs);
  checkVaries(outputLabel, outputs);
  const notes = [
    ...conversions(inputLabel, inputs),
    ...conversions(outputLabel, outputs),
    ...zeroNotes(outputLabel, outputs),
  ];
  return {
    inputs,
    outputs,
    inputKind,
    fingerprint: fingerprint([inputs.data, outputs.data]),
    notes,
  };
}

function pick(arrays: ReadonlyMap<string, NamedArray>): Picked {
  const names = [...arrays.keys()];
  const layout = findLayout(names);
  if (layout.kind === 'samples') {
    return {
      inputs: stackSamples(arrays, layout.samples, 'input'),
      outputs: stackSamples(arrays, layout.samples, 'output'),
      inputLabel: 'The stack of sample_…/input',
      outputLabel: 'The stack of sample_…/output',
      inputKind: 'field',
    };
  }
  return {
    inputs: getArray(arrays, layout.inputs),
    outputs: getArray(arrays, layout.outputs),
    inputLabel: layout.inputs,
    outputLabel: layout.outputs,
    inputKind: layout.inputKind,
  };
}

function checkTogether(
  inputLabel: string,
  inputs: NamedArray,
  outputLabel: string,
  outputs: NamedArray,
  inputKind: OwnData['inputKind'],
): void {
  const [n] = inputs.shape;
  if (n < MIN_SAMPLES) {
    throw new DataFileError(
      `The file has ${n === 1 ? '1 sample' : 'no samples'}: at least ${MIN_SAMPLES} are needed, one to train on and one to test with.`,
    );
  }
  if (inputKind === 'field') checkGrids(inputLabel, inputs.shape, outputLabel, outputs.shape);
}

const conversions = (label: string, { notes = [] }: NamedArray): string[] =>
  notes.length > 0 ? [`${label}: ${notes.join(', ')}.`] : [];

function zeroNotes(label: string, outputs: NamedArray): string[] {
  const zeros = zeroSamples(outputs);
  if (zeros === 0) return [];
  return [`${label} is zero everywhere in ${zeros} of ${outputs.shape[0]} samples.`];
}

/**
 * Reads a file of any of the formats, told apart by its content, and checks it. `name` is for messages. Throws
 * `DataFileError`.
 */
export async function openDataFile(
  name: string,
  bytes: Uint8Array,
  onProgress?: OnProgress,
): Promise<OwnData> {
  try {
    return checkOwnData(await readOwnArrays(name, bytes, onProgress));
  } catch (error) {
    // Every engine words it in its own way.
    if (error instanceof RangeError && /alloc|memory|length/i.test(error.message)) {
      throw new DataFileError(
        `${nameList([name])}: there is not enough memory for the arrays of the file: save fewer samples or a coarser grid.`,
        { cause: error },
      );
    }
    if (!(error instanceof DataFileError)) throw error;
    throw new DataFileError(`${nameList([name])}: ${error.message}`, { cause: error });
  }
}

async function readOwnArrays(
  name: string,
  bytes: Uint8Array,
  onProgress?: OnProgress,
): Promise<Map<string, NamedArray>> {
  if (bytes.length === 0) throw new DataFileError('The file is empty.');
  if (looksLikeZip(bytes)) return readNpz(bytes, ownNames, onProgress);
  if (await looksLikeHdf5(bytes)) return readHdf5(bytes, ownNames, onProgress);
  if (looksLikeSafetensors(bytes)) return readSafetensors(bytes, ownNames, onProgress).tensors;
  if (isNpy(bytes)) {
    throw new DataFileError(
      'The file has a single array, but inputs and outputs are needed: save both into one file with numpy.savez.',
    );
  }
  throw new DataFileError(foreignFormat(bytes, name) ?? UNKNOWN_FORMAT);
}
