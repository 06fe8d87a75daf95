/** Models in safetensors: ours, with a description in the metadata, and those that PyTorch's `state_dict` was saved as. */
import { readSafetensors } from '../files/safetensors.ts';
import { toTensor, type ModelFile, type ModelTensor } from './modelFile.ts';

/** Names in which a number counts as one: `conv2` before `conv10`. PyTorch's own order in a file says nothing. */
const byName = (a: ModelTensor, b: ModelTensor): number =>
  a.name.localeCompare(b.name, 'en', { numeric: true });

/** Throws `DataFileError`. */
export function fromSafetensors(name: string, bytes: Uint8Array): ModelFile {
  const { tensors, metadata } = readSafetensors(bytes);
  const all = [...tensors].map(([key, array]) => toTensor(key, array));
  const { slimwave } = metadata;
  return slimwave === undefined
    ? { name, origin: 'pytorch', tensors: all.toSorted(byName) }
    : { name, origin: 'slimwave', tensors: all, description: slimwave };
}
