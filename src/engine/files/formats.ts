/** Data files told apart by how they begin, and what to do with those that are not read. */

const latin = (text: string): readonly number[] => Array.from(text, (c) => c.charCodeAt(0));

const begins = (bytes: Uint8Array, magic: readonly number[], at = 0): boolean =>
  magic.every((byte, i) => bytes[at + i] === byte);

/** "PK" and either an entry or, of an empty archive, the end of the directory. */
export const looksLikeZip = (bytes: Uint8Array): boolean =>
  begins(bytes, [0x50, 0x4b, 3, 4]) || begins(bytes, [0x50, 0x4b, 5, 6]);

const PICKLE = 'a Python pickle, which could run code when read';
const UNPACK = 'unpack it and open the .npz or HDF5 file in it';

/** What a file may be besides: how it begins, what it is, what to do. */
const FOREIGN: readonly (readonly [
  magic: readonly number[],
  what: string,
  instead: string,
  at?: number,
])[] = [
  [latin('CDF\u0001'), 'a classic netCDF file', 'convert it with nccopy -k netCDF-4'],
  [latin('CDF\u0002'), 'a classic netCDF file', 'convert it with nccopy -k netCDF-4'],
  [latin('CDF\u0005'), 'a classic netCDF file', 'convert it with nccopy -k netCDF-4'],
  [latin('MATLAB 5.0'), 'a MATLAB file of version 5 to 7', "save it with save(…, '-v7.3')"],
  [[0x1f, 0x8b], 'packed with gzip', UNPACK],
  [latin('BZh'), 'packed with bzip2', UNPACK],
  [[0xfd, ...latin('7zXZ')], 'packed with xz', UNPACK],
  [latin('7z\u00bc\u00af'), 'a 7z archive', UNPACK],
  [[0x28, 0xb5, 0x2f, 0xfd], 'packed with Zstandard', UNPACK],
  [latin('Rar!'), 'a RAR archive', UNPACK],
  [latin('ustar'), 'a tar archive', UNPACK, 257],
  [latin('PAR1'), 'a Parquet table', 'save its columns as arrays with numpy.savez'],
  [latin('ARROW1'), 'an Arrow table', 'save its columns as arrays with numpy.savez'],
  [[0x0e, 3, 0x13, 1], 'an HDF4 file', 'convert it to HDF5'],
  [latin('PK\u0007\u0008'), 'one part of a divided zip file', 'join the parts'],
  // A pickle of protocol 2 to 5: what older PyTorch and joblib write.
  ...[2, 3, 4, 5].map((protocol): readonly [readonly number[], string, string] => [
    [0x80, protocol],
    PICKLE,
    'save the arrays with numpy.savez',
  ]),
  [latin('GIF8'), 'a picture', 'save its values as an array with numpy.savez'],
  [[0x89, ...latin('PNG')], 'a picture', 'save its values as an array with numpy.savez'],
  [[0xff, 0xd8, 0xff], 'a picture', 'save its values as an array with numpy.savez'],
  [latin('%PDF'), 'a PDF document', 'save the arrays with numpy.savez'],
];

/** What a file that PyTorch saved is refused with, in two lines of Python. */
export const pytorchSentence = (name: string): string =>
  `The file was saved by PyTorch as a pickle, which could run code when read: convert it in Python, data = torch.load('${name}') and then numpy.savez('${name.replace(/\.\w+$/, '')}.npz', **{key: value.numpy() for key, value in data.items()}).`;

const PYTORCH_NAME = /\.(pt|pth|ckpt)$/i;

/** A sentence about a file that is known not to be one of the formats that are read; undefined for what is unknown. */
export function foreignFormat(bytes: Uint8Array, name: string): string | undefined {
  const found = FOREIGN.find(([magic, , , at]) => begins(bytes, magic, at));
  if (found && found[1] === PICKLE && PYTORCH_NAME.test(name)) return pytorchSentence(name);
  if (found) return `The file is ${found[1]}: ${found[2]}.`;
  if (looksLikeText(bytes)) {
    return 'The file is text, such as CSV, not .npy, .npz, HDF5 or safetensors: read it in Python and save the arrays with numpy.savez.';
  }
  return undefined;
}

export const UNKNOWN_FORMAT =
  'The file is not .npy, .npz, HDF5 or safetensors: save the arrays with numpy.savez or h5py.';

/** No control characters but line ends and tabs, in the first few hundred bytes. */
const looksLikeText = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, 512).every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
