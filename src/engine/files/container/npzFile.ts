/** NumPy's archive of arrays (.npz) as a container: stored arrays are read at random, deflated ones passed through. */
import { product } from '../../math.ts';
import { DataFileError, nameList, type NamedArray } from '../arrays.ts';
import { pytorchSentence } from '../formats.ts';
import { fortranToC, ValueSink } from '../values.ts';
import { entryStart, readDirectory, type ZipEntry } from '../zipDirectory.ts';
import { checkEntry, STORED, unpackEntry } from '../zipEntry.ts';
import type { ByteSource, Container, ReadOptions, Slab } from './container.ts';
import { listedContainer, plainListed, unreadableListed, type ListedArray } from './listed.ts';
import { Pace } from './pace.ts';
import { plainResult, readPlainArray, type PlainArray } from './plainArray.ts';
import { Selection } from './selection.ts';
import { openNpyArray } from './single.ts';
import { checkedSlab, countsOf } from './slab.ts';

const ENDING = '.npy';
/**
 * Only all of an entry can be compared with its checksum: of one up to this size, all of it passes by once, even where a
 * part is wanted. Larger ones are compared when all is read (bytes).
 */
const CHECKED = 100e6;

/** What is no .npy is passed over. Rejects with a `DataFileError`. */
export async function openNpz(source: ByteSource): Promise<Container> {
  const arrays: ListedArray[] = [];
  const sound = new Set<ZipEntry>();
  for (const [name, entry] of await listEntries(source)) {
    arrays.push(await openEntry(source, name, entry, sound));
  }
  return listedContainer('npz', arrays, () => source.close?.());
}

const labelOf = (name: string): string => `The array ${nameList([name])}`;

async function listEntries(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const head = await source.read(0, Math.min(2, source.size));
  if (head[0] !== 0x50 || head[1] !== 0x4b) {
    throw new DataFileError(
      'The file is not a zip file, as an .npz is: save the arrays with numpy.savez.',
    );
  }
  const arrays = new Map<string, ZipEntry>();
  const others: string[] = [];
  for (const entry of await readDirectory(source)) {
    const name = entry.name.slice(0, -ENDING.length);
    if (!entry.name.endsWith(ENDING)) others.push(entry.name);
    else if (arrays.has(name)) {
      throw new DataFileError(
        `The file has two arrays named ${nameList([name])}: save it again with one.`,
      );
    } else arrays.set(name, entry);
  }
  if (arrays.size === 0) {
    if (others.some((name) => name.endsWith('data.pkl'))) {
      throw new DataFileError(pytorchSentence(source.name));
    }
    throw new DataFileError(
      `The zip file has no NumPy arrays in it (it has ${nameList(others)}): save them with numpy.savez.`,
    );
  }
  return arrays;
}

/**
 * What can't be read is listed, and refused when it is wanted: the other arrays may be fine. `sound` are the entries that
 * were compared with their checksums.
 */
async function openEntry(
  source: ByteSource,
  name: string,
  entry: ZipEntry,
  sound: Set<ZipEntry>,
): Promise<ListedArray> {
  try {
    // Before a size that is not true is taken for a large array.
    checkEntry(entry, labelOf(name));
    const array = await openNpyArray(name, entry.size, (length) =>
      unpackStart(source, entry, name, length),
    );
    const listed = plainListed(source, array);
    const read = async (slab?: Slab, options?: ReadOptions) => {
      const isSound = sound.has(entry);
      const found = await readEntry(source, entry, { array, isSound }, slab, options);
      if (mustPass(entry)) sound.add(entry);
      return found;
    };
    return { ...listed, read };
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error;
    return unreadableListed(source, name, error.message);
  }
}

async function unpackStart(
  source: ByteSource,
  entry: ZipEntry,
  name: string,
  length: number,
): Promise<Uint8Array> {
  const head = new Uint8Array(length);
  let filled = 0;
  await unpackEntry(source, entry, labelOf(name), (piece) => {
    const part = piece.subarray(0, length - filled);
    head.set(part, filled);
    filled += part.length;
    return filled === length ? 'enough' : undefined;
  });
  return head;
}

const mustPass = ({ size }: ZipEntry): boolean => size <= CHECKED;

async function readEntry(
  source: ByteSource,
  entry: ZipEntry,
  { array, isSound }: { array: PlainArray; isSound: boolean },
  slab?: Slab,
  options: ReadOptions = {},
): Promise<NamedArray> {
  const { shape, name, type, start, fortran } = array;
  const chosen = checkedSlab(name, shape, slab);
  const whole = product(countsOf(chosen)) === product(shape) || (mustPass(entry) && !isSound);
  if (entry.method === STORED && !whole) {
    const begin = await entryStart(source, entry);
    return readPlainArray(source, { ...array, start: begin + start }, chosen, options);
  }
  const turn = fortran && shape.length > 1;
  const selection = turn
    ? new Selection(shape.toReversed(), chosen.toReversed(), type.size)
    : new Selection(shape, chosen, type.size);
  const sink = new ValueSink(type, product(selection.counts));
  const picker = selection.picker((bytes) => void sink.push(bytes));
  const pace = new Pace(entry.size, options);
  let skip = start;
  let unpacked = 0;
  await unpackEntry(
    source,
    entry,
    labelOf(name),
    (piece) => {
      unpacked += piece.length;
      const header = Math.min(skip, piece.length);
      skip -= header;
      const done = picker(piece.subarray(header));
      return done && !whole ? 'enough' : undefined;
    },
    () => {
      const more = unpacked;
      unpacked = 0;
      return pace.advance(more);
    },
  );
  const counts = countsOf(chosen);
  return plainResult(array, counts, turn ? fortranToC(sink.values, counts) : sink.values);
}
