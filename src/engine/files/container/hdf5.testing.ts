/** HDF5 files for tests, written by the library itself. */
import * as h5wasm from 'h5wasm';

/** The bytes of a new file; `version` is of the format. */
export async function hdf5Bytes(
  fill: (file: h5wasm.File) => void,
  version: 'earliest' | 'latest' = 'earliest',
): Promise<Uint8Array> {
  const { FS: fs } = await h5wasm.ready;
  const path = '/made.h5';
  const file = new h5wasm.File(path, 'w', { libver: [version, 'latest'] });
  fill(file);
  file.close();
  const bytes: Uint8Array = fs.readFile(path).slice();
  fs.unlink(path);
  return bytes;
}
