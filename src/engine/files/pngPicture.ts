/**
 * Reading PNG files as grey levels (ISO/IEC 15948), the same in browsers and in Node, to the last bit. Not with a canvas,
 * which converts colours, and not with a library: memory is bounded here by the size that the header says, whatever the
 * packed data say.
 */
import { unzlibSync } from 'fflate';
import { DataFileError } from './arrays.ts';
import { crc32 } from './crc32.ts';
import { greyLevel, type GreyPicture } from './picture.ts';
import { PNG_SIGNATURE } from './signatures.ts';
import { joined } from './joined.ts';

/** Length and type before a chunk's data, and its checksum behind them (bytes). */
const [BEFORE, BEHIND] = [8, 4];
/** Samples per pixel, by colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const damaged = (): DataFileError =>
  new DataFileError('The PNG file is cut off or damaged: save or download it again.');

interface Header {
  width: number;
  height: number;
  depth: number;
  colour: number;
}

interface Chunks {
  header: Header;
  palette?: Uint8Array;
  packed: Uint8Array;
}

/** `check` is told the width and height before anything is unpacked, and may throw. */
export function readPng(
  bytes: Uint8Array,
  check: (width: number, height: number) => void,
): GreyPicture {
  const chunks = chunksOf(bytes, check);
  const { width, height, depth, colour } = chunks.header;
  const samples = SAMPLES[colour];
  const rowBytes = Math.ceil((width * samples * depth) / 8);
  const rows = unfiltered(unpacked(chunks.packed, height * (rowBytes + 1)), {
    rowBytes,
    height,
    // Of the pixel to the left, by which rows are filtered.
    back: Math.max(1, (samples * depth) / 8),
  });
  const most = 2 ** depth - 1;
  // Grey has one sample for all three colours.
  const step = samples > 2 ? 1 : 0;
  const levels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const sample = sampler(rows.subarray(y * rowBytes, (y + 1) * rowBytes), depth);
    for (let x = 0; x < width; x++) {
      const at = x * samples;
      if ((colour === 4 || colour === 6) && sample(at + samples - 1) < most) throw seeThrough();
      levels[y * width + x] =
        colour === 3
          ? inPalette(chunks.palette, sample(at))
          : greyLevel(sample(at), sample(at + step), sample(at + 2 * step), most);
    }
  }
  return { width, height, levels };
}

const seeThrough = (): DataFileError =>
  new DataFileError('The picture has transparent pixels: save it without transparency.');

function inPalette(palette: Uint8Array | undefined, index: number): number {
  if (!palette || 3 * index + 2 >= palette.length) throw damaged();
  return greyLevel(palette[3 * index], palette[3 * index + 1], palette[3 * index + 2], 255);
}

function chunksOf(bytes: Uint8Array, check: (width: number, height: number) => void): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  const data: Uint8Array[] = [];
  for (let at = PNG_SIGNATURE.length; ;) {
    if (at + BEFORE + BEHIND > bytes.length) throw damaged();
    const length = view.getUint32(at);
    const end = at + BEFORE + length;
    if (end + BEHIND > bytes.length) throw damaged();
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) throw damaged();
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + BEFORE));
    const content = bytes.subarray(at + BEFORE, end);
    if (type === 'IHDR') header = headerOf(content, check);
    if (!header) throw damaged();
    if (type === 'PLTE') palette = content;
    // Pixels may be transparent that have no alpha of their own.
    if (type === 'tRNS') throw seeThrough();
    if (type === 'IDAT') data.push(content);
    if (type === 'IEND') break;
    at = end + BEHIND;
  }
  return { header, palette, packed: joined(data) };
}

function headerOf(content: Uint8Array, check: (width: number, height: number) => void): Header {
  if (content.length !== 13) throw damaged();
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, , , interlaced] = content.subarray(8);
  if (SAMPLES[colour] === undefined || ![1, 2, 4, 8, 16].includes(depth)) throw damaged();
  check(width, height);
  if (interlaced !== 0) {
    throw new DataFileError('The PNG file is interlaced: save it without interlacing.');
  }
  return { width, height, depth, colour };
}

function unpacked(packed: Uint8Array, size: number): Uint8Array {
  // The library makes zeros of no data at all.
  if (packed.length < 8) throw damaged();
  let rows: Uint8Array;
  try {
    // No more memory than that, whatever the data say.
    rows = unzlibSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw damaged();
  }
  if (rows.length < size) throw damaged();
  return rows;
}

interface Filtering {
  rowBytes: number;
  height: number;
  back: number;
}

/** Rows without their filters (9.2), one behind the other. */
function unfiltered(bytes: Uint8Array, { rowBytes, height, back }: Filtering): Uint8Array {
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const from = y * (rowBytes + 1);
    const filter = bytes[from];
    if (filter > 4) throw damaged();
    const to = y * rowBytes;
    for (let i = 0; i < rowBytes; i++) {
      const left = i >= back ? rows[to + i - back] : 0;
      const up = y > 0 ? rows[to + i - rowBytes] : 0;
      const corner = i >= back && y > 0 ? rows[to + i - rowBytes - back] : 0;
      rows[to + i] = bytes[from + 1 + i] + predicted(filter, left, up, corner);
    }
  }
  return rows;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The samples of a row; the first pixels of a byte are in its high bits. */
function sampler(row: Uint8Array, depth: number): (index: number) => number {
  if (depth === 8) return (index) => row[index];
  if (depth === 16) return (index) => row[2 * index] * 256 + row[2 * index + 1];
  const perByte = 8 / depth;
  const mask = 2 ** depth - 1;
  return (index) =>
    (row[Math.floor(index / perByte)] >> (depth * (perByte - 1 - (index % perByte)))) & mask;
}
