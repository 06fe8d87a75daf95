/** All of the chosen datasets of an HDF5 file in memory. */
import { chooseAll, type Choice, type NamedArray, type OnProgress } from './arrays.ts';
import { memorySource } from './container/memorySource.ts';
import { readChosen } from './container/readChosen.ts';
import { findSignature } from './hdf5/bytes.ts';
import { openHdf5 } from './hdf5/open.ts';

/**
 * Reads the datasets that `choose` picks, by default all; names are paths such as `sample_0/input`. Rejects with a
 * `DataFileError`.
 */
export async function readHdf5(
  bytes: Uint8Array,
  choose: Choice = chooseAll,
  onProgress?: OnProgress,
): Promise<Map<string, NamedArray>> {
  const container = await openHdf5(memorySource('The file', bytes));
  try {
    return await readChosen(container, choose, onProgress);
  } finally {
    container.close();
  }
}

export const looksLikeHdf5 = async (bytes: Uint8Array): Promise<boolean> =>
  (await findSignature(memorySource('The file', bytes))) >= 0;
