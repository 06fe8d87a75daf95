/** A background from the bytes of a file: NumPy's .npz with the arrays c and rho, or a PNG picture. */
import { DataFileError } from '../files/arrays.ts';
import type { ByteSource } from '../files/container/container.ts';
import { openNpz } from '../files/container/npzFile.ts';
import { readChosen } from '../files/container/readChosen.ts';
import { readPng } from '../files/pngPicture.ts';
import { isPicture, isPng, isZip } from '../files/signatures.ts';
import {
  checkMediumShape,
  mediumOfArrays,
  mediumOfPicture,
  type MediumFile,
} from './mediumFile.ts';

/** Of a picture (bytes). */
const MOST_PICTURE_BYTES = 50e6;

/** `readJpeg` makes a background of a JPEG file, where there is something that can. Rejects with a `DataFileError`. */
export async function readMediumFile(
  source: ByteSource,
  readJpeg?: (source: ByteSource) => Promise<MediumFile>,
): Promise<MediumFile> {
  const head = await source.read(0, Math.min(8, source.size));
  if (isZip(head)) return readArrays(source);
  if (!isPicture(head)) {
    throw new DataFileError(
      'The file is neither an .npz with an array c nor a picture (PNG or JPEG): save speeds with numpy.savez(file, c=c), pictures as PNG.',
    );
  }
  if (source.size > MOST_PICTURE_BYTES) {
    throw new DataFileError(
      `The picture has more than ${MOST_PICTURE_BYTES / 1e6} MB: save it with fewer pixels.`,
    );
  }
  if (isPng(head)) {
    const bytes = await source.read(0, source.size);
    const picture = readPng(bytes, (width, height) =>
      checkMediumShape('The picture', [height, width]),
    );
    return mediumOfPicture(source.name, picture);
  }
  if (!readJpeg) {
    throw new DataFileError('JPEG pictures are read by the page only: save the picture as PNG.');
  }
  return readJpeg(source);
}

async function readArrays(source: ByteSource): Promise<MediumFile> {
  const container = await openNpz(source);
  for (const { name, shape, problem } of container.arrays) {
    if ((name === 'c' || name === 'rho') && problem === undefined) checkMediumShape(name, shape);
  }
  const arrays = await readChosen(container, (names) => {
    if (!names.includes('c')) {
      throw new DataFileError(
        'The file has no array c: save the wave speeds with numpy.savez(file, c=c).',
      );
    }
    return names.includes('rho') ? ['c', 'rho'] : ['c'];
  });
  return mediumOfArrays(source.name, arrays.get('c')!, arrays.get('rho'));
}

/** Whether a data file holds nothing but what a background has. */
export async function holdsMedium(source: ByteSource): Promise<boolean> {
  try {
    const { arrays } = await openNpz(source);
    const names = arrays.map(({ name }) => name);
    return names.includes('c') && names.every((name) => name === 'c' || name === 'rho');
  } catch (error) {
    if (error instanceof DataFileError) return false;
    throw error;
  }
}
