/** Reading backgrounds in a browser, which decodes JPEG pictures. */
import { DataFileError } from '../../engine/files/arrays.ts';
import type { ByteSource } from '../../engine/files/container/container.ts';
import { fingerprint } from '../../engine/files/fingerprint.ts';
import { greyOf, type GreyPicture } from '../../engine/files/picture.ts';
import { isPicture } from '../../engine/files/signatures.ts';
import {
  checkMediumShape,
  mediumOfPicture,
  type MediumFile,
} from '../../engine/scene/mediumFile.ts';
import { holdsMedium, readMediumFile } from '../../engine/scene/readMedium.ts';

/** Whether a file can only be a background: a picture, or arrays named c and rho and no others. */
export const isMedium = async (source: ByteSource, head: Uint8Array): Promise<boolean> =>
  isPicture(head) || holdsMedium(source);

/** Rejects with a `DataFileError`. */
export const readMedium = (file: File, source: ByteSource): Promise<MediumFile> =>
  readMediumFile(source, () => readJpeg(file));

/** Below the picture, to see whether the browser gives pages the colours that are there. */
const COLOUR = [10, 200, 30, 255];

async function readJpeg(file: File): Promise<MediumFile> {
  const bitmap = await bitmapOf(file);
  try {
    return mediumOfPicture(file.name, pixelsOf(bitmap), await printOf(file));
  } finally {
    bitmap.close();
  }
}

function pixelsOf(bitmap: ImageBitmap): GreyPicture {
  const { width, height } = bitmap;
  checkMediumShape('The picture', [height, width]);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height + 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) {
    throw new DataFileError('The browser has no memory to decode the picture: make it smaller.');
  }
  context.drawImage(bitmap, 0, 0);
  context.fillStyle = `rgb(${COLOUR.slice(0, 3).join(' ')})`;
  context.fillRect(0, height, 1, 1);
  const { data } = context.getImageData(0, 0, width, height + 1);
  const sign = data.subarray(4 * width * height);
  if (COLOUR.some((value, i) => sign[i] !== value)) {
    throw new DataFileError(
      'This browser changes the pixels of pictures that a page reads, as a protection against being recognised: save the picture as PNG.',
    );
  }
  return greyOf(data, width, height);
}

async function bitmapOf(file: File): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { colorSpaceConversion: 'none' });
  } catch {
    throw new DataFileError(
      'The picture can’t be decoded: it is cut off or damaged. Save it again, best as PNG.',
    );
  }
}

/** Of the bytes: not all browsers decode them to exactly the same pixels. */
async function printOf(file: File): Promise<string> {
  const bytes = new Uint8Array(4 * Math.ceil(file.size / 4));
  bytes.set(new Uint8Array(await file.arrayBuffer()));
  return fingerprint([Float64Array.of(file.size), new Float32Array(bytes.buffer)]);
}
