import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { withPngText } from './png.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

interface Chunk {
  type: string;
  data: Uint8Array;
}

/** The chunks of a PNG file, whose checksums must be right. */
function chunksOf(png: Uint8Array): Chunk[] {
  expect([...png.subarray(0, 8)]).toEqual(SIGNATURE);
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    expect(view.getUint32(end)).toBe(crc32(png.subarray(at + 4, end)));
    const type = new TextDecoder('latin1').decode(png.subarray(at + 4, at + 8));
    chunks.push({ type, data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

/** One black pixel. */
const PIXEL = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  ),
  (character) => character.charCodeAt(0),
);

it('adds texts behind the header, and leaves the rest as it was', () => {
  const link = 'https://example.org/#v=3&preset=quick';
  const before = chunksOf(PIXEL);
  const after = chunksOf(withPngText(PIXEL, { Source: link, Title: 'u ≥ 0' }));
  expect(after.map(({ type }) => type)).toEqual(['IHDR', 'tEXt', 'iTXt', 'IDAT', 'IEND']);
  expect(after.filter(({ type }) => !type.endsWith('Xt'))).toEqual(before);
  expect(new TextDecoder('latin1').decode(after[1].data)).toBe(`Source\0${link}`);
  expect(new TextDecoder().decode(after[2].data)).toBe(`Title\0\0\0\0\0u ≥ 0`);
});

it('says of other files that they are none', () => {
  expect(() => withPngText(new Uint8Array(100), {})).toThrow('no PNG file');
  expect(() => withPngText(PIXEL.subarray(0, 20), {})).toThrow('no PNG file');
});
