/** What must be true of every weight of a file. */
import { DataFileError, nameList } from '../files/arrays.ts';
import type { ModelTensor } from './modelFile.ts';

const isFloat = (dtype: string): boolean => /^(?:[<>]f[248]|bfloat16)$/.test(dtype);

/** Throws `DataFileError` for weights that are no numbers, and for whole numbers in their place. */
export function checkTensors(tensors: readonly ModelTensor[]): void {
  if (tensors.length === 0) {
    throw new DataFileError('The file has no weights at all: save the model again.');
  }
  for (const { name, data, dtype } of tensors) {
    if (!isFloat(dtype)) {
      throw new DataFileError(
        `The weights ${nameList([name])} are whole numbers (${dtype}), such as those of a quantised network: save the network with weights of the type float32.`,
      );
    }
    const wrong = data.reduce((count, value) => (Number.isFinite(value) ? count : count + 1), 0);
    if (wrong > 0) {
      throw new DataFileError(
        `The weights ${nameList([name])} are not numbers in ${wrong} of ${data.length} places (NaN or infinite): the network has diverged, or the file is damaged.`,
      );
    }
  }
}
