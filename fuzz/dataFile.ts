/** What holds for data files of every format. */
import { DataFileError, type NamedArray } from '../src/engine/files/arrays.ts';
import { product } from '../src/engine/math.ts';
import { memorySource } from '../src/engine/files/container/memorySource.ts';
import { openContainer } from '../src/engine/files/container/open.ts';
import { openMapped } from '../src/engine/mapping/open.ts';
import { expectSentence, type Verdict } from './target.ts';

/** A wave, whole numbers or noise, so that packing has something to do. */
export const values = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i) + (i % 7));

export const SAMPLES = 6;
/** Arrays of a sound file. */
export const SHAPES = { parameters: [SAMPLES, 2], fields: [SAMPLES, 2, 4, 4] } as const;

function checkArray(name: string, { shape, data }: NamedArray): void {
  if (product(shape) !== data.length)
    throw new Error(`${name}: ${data.length} values of ${product(shape)}`);
  const wrong = data.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (wrong >= 0) throw new Error(`${name}: ${data[wrong]} at ${wrong}`);
}

/** The file is opened like a user's: sound samples, or a `DataFileError` with a sentence, and nothing else. */
export async function judgeDataFile(bytes: Uint8Array): Promise<Verdict> {
  try {
    const container = await openContainer([memorySource('file', bytes)]);
    const { inputs, outputs, notes } = (await openMapped(container, undefined)).own;
    checkArray('inputs', inputs);
    checkArray('outputs', outputs);
    if (inputs.shape[0] !== outputs.shape[0]) throw new Error('unlike numbers of samples');
    notes.forEach(expectSentence);
    return 'read';
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error;
    expectSentence(error.message);
    return 'refused';
  }
}
