/** Whether a file is a trained model, before all of it is read: data files come in some of the same formats. */
import { looksLikeZip } from '../files/formats.ts';
import { findSignature } from '../files/hdf5/bytes.ts';
import type { ByteSource } from '../files/container/container.ts';
import { readDirectory, type ZipEntry } from '../files/zipDirectory.ts';
import { unpackEntry } from '../files/zipEntry.ts';

/** model: it can be read; pytorch, keras: weights in files of theirs, which must be converted; other: no model. */
export type Sniffed = 'model' | 'pytorch' | 'keras' | 'other';

/** A longer header of safetensors has more tensors than any network. */
const MAX_HEADER = 4e6;
/** Where the names of weights are in a pickle, and those of root groups in HDF5: near its beginning. */
const PICKLE_HEAD = 65_536;

/** What Keras writes into HDF5: its version, or the groups of a file with weights alone. */
const namesKeras = (head: string): boolean =>
  /keras_version|_layer_checkpoint_dependencies/.test(head) ||
  (head.includes('\0layers\0') && head.includes('\0vars\0'));

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Whether texts of a pickle name weights; without any, it may be a data set. */
const namesWeights = (bytes: Uint8Array): boolean => /\b\w*(?:weight|kernel)\b/.test(text(bytes));

/** The ends of the names that weights have: `conv1.weight`, `block_1/kernel`. */
const WEIGHT_NAME = /[./_](?:weight|bias|kernel)"\s*:/;

async function ofSafetensors(source: ByteSource, head: Uint8Array): Promise<Sniffed> {
  const length = Number(new DataView(head.buffer).getBigUint64(0, true));
  const header = text(await source.read(8, Math.min(length, MAX_HEADER, source.size - 8)));
  const isModel = /"slimwave"\s*:/.test(header) || WEIGHT_NAME.test(header);
  return isModel ? 'model' : 'other';
}

async function startOf(source: ByteSource, entry: ZipEntry): Promise<Uint8Array> {
  const pieces: number[] = [];
  await unpackEntry(source, entry, entry.name, (piece) => {
    for (const byte of piece.subarray(0, PICKLE_HEAD - pieces.length)) pieces.push(byte);
    return pieces.length >= PICKLE_HEAD ? 'enough' : undefined;
  });
  return Uint8Array.from(pieces);
}

async function ofZip(source: ByteSource): Promise<Sniffed> {
  const entries = await readDirectory(source);
  const names = entries.map(({ name }) => name.slice(name.lastIndexOf('/') + 1).toLowerCase());
  if (names.some((name) => name === 'model.json' || /\.(?:safetensors|onnx)$/.test(name)))
    return 'model';
  if (names.some((name) => name.endsWith('.weights.h5'))) return 'keras';
  const pickle = entries.find(({ name }) => name.endsWith('data.pkl'));
  if (!pickle) return 'other';
  return namesWeights(await startOf(source, pickle)) ? 'pytorch' : 'other';
}

/** An ONNX file begins with its version and then a text: who made it, or the graph. */
const looksLikeOnnx = (name: string, head: Uint8Array): boolean =>
  /\.onnx$/i.test(name) || (head[0] === 0x08 && head[1] < 0x20 && [0x12, 0x3a].includes(head[2]));

/** Never rejects: what can't be told apart is left to the readers of data, which say what is wrong with it. */
export async function sniffModel(source: ByteSource): Promise<Sniffed> {
  try {
    const head = await source.read(0, Math.min(source.size, 16));
    if (head.length < 4) return 'other';
    if (looksLikeZip(head)) return await ofZip(source);
    if (head.length >= 10 && head[8] === 0x7b) return await ofSafetensors(source, head);
    if (looksLikeOnnx(source.name, head)) return 'model';
    if ((await findSignature(source)) === 0) {
      const start = await source.read(0, Math.min(source.size, PICKLE_HEAD));
      return namesKeras(text(start)) ? 'keras' : 'other';
    }
    const isPickle = head[0] === 0x80 && head[1] >= 2 && head[1] <= 5;
    if (!isPickle) return 'other';
    const start = await source.read(0, Math.min(source.size, PICKLE_HEAD));
    return namesWeights(start) ? 'pytorch' : 'other';
  } catch {
    return 'other';
  }
}
