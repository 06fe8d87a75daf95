/** Words inside a PNG file: its `tEXt` and `iTXt` chunks (ISO/IEC 15948, 11.3.4). */
import { crc32 } from './crc32.ts';
import { isPng, PNG_SIGNATURE } from './signatures.ts';

/** Length, type and checksum, which every chunk has beside its data (bytes). */
const FRAME = 12;
/** The signature and the header chunk, which stays the first one (bytes). */
const HEAD = PNG_SIGNATURE.length + FRAME + 13;

const latin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
const isLatin1 = (text: string): boolean => /^[\n\x20-\x7e\xa0-\xff]*$/.test(text);

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(FRAME + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(latin1(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** `tEXt` for Latin-1, which every reader knows; otherwise `iTXt`, not compressed and of no language. */
function textChunk(keyword: string, text: string): Uint8Array {
  if (isLatin1(text)) return chunk('tEXt', latin1(`${keyword}\0${text}`));
  const utf8 = new TextEncoder().encode(text);
  const data = new Uint8Array(keyword.length + 5 + utf8.length);
  data.set(latin1(keyword));
  data.set(utf8, keyword.length + 5);
  return chunk('iTXt', data);
}

/** The same picture with texts by keyword, such as `Title`, `Source` and `Software`. Throws if it is no PNG file. */
export function withPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array {
  if (png.length <= HEAD || !isPng(png)) {
    throw new Error('The browser made a picture that is no PNG file.');
  }
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  const added = chunks.reduce((sum, { length }) => sum + length, 0);
  const all = new Uint8Array(png.length + added);
  all.set(png.subarray(0, HEAD));
  let at = HEAD;
  for (const one of chunks) {
    all.set(one, at);
    at += one.length;
  }
  all.set(png.subarray(HEAD), at);
  return all;
}
