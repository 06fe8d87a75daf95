/** Any file of a trained model, told apart by its bytes. */
import { DataFileError, gigabytes, MAX_BYTES } from '../files/arrays.ts';
import type { ByteSource } from '../files/container/container.ts';
import { looksLikeZip } from '../files/formats.ts';
import { looksLikeSafetensors } from '../files/safetensors.ts';
import { checkTensors } from './checks.ts';
import type { ModelFile } from './modelFile.ts';
import type { Sniffed } from './sniff.ts';

/** Enough to tell files apart (bytes). */
const HEAD = 16;

/** How to convert a pickle that PyTorch saved: it is a program, which could do anything when read. */
const convertPytorch = (name: string): string =>
  `${name} was saved by PyTorch as a pickle, which could run code when read. Convert it in Python: from safetensors.torch import save_file; save_file(torch.load("${name}", weights_only=True), "model.safetensors")`;

/** Keras stores kernels as [...size, in, out], and its files in formats of its own. */
const convertKeras = (name: string): string =>
  `${name} is a file of Keras, which is not read directly. Convert it in Python, where model is the loaded model: import numpy as np; from safetensors.numpy import save_file; save_file({w.path: np.ascontiguousarray(np.moveaxis(w.numpy(), (-1, -2), (0, 1)) if w.numpy().ndim > 1 else w.numpy()) for w in model.weights}, "model.safetensors"). Then open model.safetensors, and choose “Point by point” for dense layers that fill a grid.`;

/** Why a file that was recognised must be converted first, as a sentence; undefined if it need not be. */
export function conversionOf(kind: Sniffed, name: string): string | undefined {
  if (kind === 'pytorch') return convertPytorch(name);
  return kind === 'keras' ? convertKeras(name) : undefined;
}

async function read(name: string, source: ByteSource): Promise<ModelFile> {
  const head = await source.read(0, Math.min(source.size, HEAD));
  if (looksLikeZip(head)) return (await import('./fromZip.ts')).fromZip(name, source);
  if (source.size > MAX_BYTES) {
    throw new DataFileError(
      `It has ${gigabytes(source.size)}, and at most ${gigabytes(MAX_BYTES)} of weights are read.`,
    );
  }
  const bytes = await source.read(0, source.size);
  if (looksLikeSafetensors(bytes)) {
    return (await import('./fromSafetensors.ts')).fromSafetensors(name, bytes);
  }
  return (await import('./fromOnnx.ts')).fromOnnx(name, bytes);
}

/** The weights of a file, checked one by one. Rejects with a `DataFileError` whose message begins with the file's name. */
export async function readModelFile(source: ByteSource): Promise<ModelFile> {
  const { name } = source;
  try {
    const file = await read(name, source);
    checkTensors(file.tensors);
    return file;
  } catch (error) {
    if (error instanceof DataFileError) {
      throw new DataFileError(`${name}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
