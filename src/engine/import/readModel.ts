/** Any file of a trained model, told apart by its bytes. */
import { DataFileError, gigabytes, MAX_BYTES } from '../files/arrays.ts';
import type { ByteSource } from '../files/container/container.ts';
import { looksLikeZip } from '../files/formats.ts';
import { looksLikeSafetensors } from '../files/safetensors.ts';
import { checkTensors } from './checks.ts';
import type { ModelFile } from './modelFile.ts';

/** Enough to tell files apart (bytes). */
const HEAD = 16;

/** How to convert a pickle that PyTorch saved: it is a program, which could do anything when read. */
export const convertPytorch = (name: string): string =>
  `${name} was saved by PyTorch as a pickle, which could run code when read. Convert it in Python: from safetensors.torch import save_file; save_file(torch.load("${name}", weights_only=True), "model.safetensors")`;

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
