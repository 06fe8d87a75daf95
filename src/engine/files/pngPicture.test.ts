import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';
import { readPng } from './pngPicture.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

interface Options {
  width: number;
  height: number;
  depth: number;
  colour: number;
  /** Rows as stored, without filters. */
  rows: readonly (readonly number[])[];
  /** Of each row. */
  filters?: readonly number[];
  interlaced?: number;
  palette?: readonly number[];
  more?: readonly (readonly [type: string, data: readonly number[]])[];
}

function chunk(type: string, data: ArrayLike<number>): number[] {
  const body = [...new TextEncoder().encode(type), ...Array.from(data)];
  const word = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  return [...word(data.length), ...body, ...word(crc32(Uint8Array.from(body)))];
}

/** The standard's prediction of a byte from those to the left, above, and above to the left. */
function predict(filter: number, a: number, b: number, c: number): number {
  const p = a + b - c;
  const nearest = [a, b, c].toSorted((x, y) => Math.abs(p - x) - Math.abs(p - y))[0];
  return [0, a, b, Math.floor((a + b) / 2), nearest][filter];
}

function png(options: Options): Uint8Array {
  const { width, height, depth, colour, rows, filters = [], palette, more = [] } = options;
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour]!;
  const back = Math.max(1, (samples * depth) / 8);
  const filtered = rows.flatMap((row, y) => {
    const filter = filters[y] ?? 0;
    const bytes = row.map((byte, i) => {
      const [a, b, c] = [row[i - back], rows[y - 1]?.[i], rows[y - 1]?.[i - back]];
      return (byte - predict(filter, a ?? 0, b ?? 0, c ?? 0)) & 255;
    });
    return [filter, ...bytes];
  });
  return Uint8Array.from([
    ...SIGNATURE,
    ...chunk('IHDR', [
      0,
      0,
      0,
      width,
      0,
      0,
      0,
      height,
      depth,
      colour,
      0,
      0,
      options.interlaced ?? 0,
    ]),
    ...(palette ? chunk('PLTE', palette) : []),
    ...more.flatMap(([type, data]) => chunk(type, data)),
    ...chunk('IDAT', zlibSync(Uint8Array.from(filtered))),
    ...chunk('IEND', []),
  ]);
}

const any = () => undefined;
const levelsOf = (options: Options, white: number) =>
  [...readPng(png(options), any).levels].map((level) => Math.round(level * white * 1e3) / 1e3);
const refusal = (bytes: Uint8Array) => () => readPng(bytes, any);

describe('a PNG picture', () => {
  it('has its grey levels whatever the filters of its rows and the bits of its samples', () => {
    const shape = { width: 3, height: 5, colour: 0 };
    const rows = [0, 1, 2, 3, 4].map((y) => [7 + 50 * y, 200 - 31 * y, (90 * y) % 256]);
    expect(levelsOf({ ...shape, depth: 8, rows, filters: [0, 1, 2, 3, 4] }, 255)).toEqual(
      rows.flat(),
    );
    expect(levelsOf({ ...shape, depth: 8, rows, filters: [4, 3, 4, 1, 3] }, 255)).toEqual(
      rows.flat(),
    );
    const wide = [0, 1].map((y) => [0x12, 0x34, 0xff, 0xff, y, 0]);
    expect(
      levelsOf({ ...shape, height: 2, depth: 16, rows: wide, filters: [1, 4] }, 65535),
    ).toEqual([0x1234, 65535, 0, 0x1234, 65535, 256]);
    const bits = [[0b1010_0000], [0b0110_0000]];
    expect(levelsOf({ ...shape, height: 2, depth: 1, rows: bits }, 1)).toEqual([1, 0, 1, 0, 1, 1]);
  });

  it('in colour counts by brightness, also in a palette', () => {
    const luma = [0.2126, 0.7152, 0.0722].map((share) => Math.round(share * 255 * 1e3) / 1e3);
    const primaries = [255, 0, 0, 0, 255, 0, 0, 0, 255];
    const shape = { width: 3, height: 1 };
    expect(levelsOf({ ...shape, depth: 8, colour: 2, rows: [primaries] }, 255)).toEqual(luma);
    const palette = { ...shape, depth: 2, colour: 3, palette: primaries };
    expect(levelsOf({ ...palette, rows: [[0b00_01_10_00]] }, 255)).toEqual(luma);
    const opaque = [77, 77, 77, 255, 77, 77, 77, 255, 0, 0, 0, 255];
    expect(levelsOf({ ...shape, depth: 8, colour: 6, rows: [opaque] }, 255)).toEqual([77, 77, 0]);
  });

  it('is refused with a reason where it can’t be read', () => {
    const grey = {
      width: 2,
      height: 2,
      depth: 8,
      colour: 0,
      rows: [
        [1, 2],
        [3, 4],
      ],
    };
    const whole = png(grey);
    expect(refusal(whole.subarray(0, whole.length - 13))).toThrow('cut off or damaged');
    expect(refusal(whole.with(whole.length - 20, 99))).toThrow('cut off or damaged');
    expect(refusal(png({ ...grey, rows: [[1, 2]] }))).toThrow('cut off or damaged');
    expect(refusal(png({ ...grey, interlaced: 1 }))).toThrow('interlaced');
    expect(refusal(png({ ...grey, more: [['tRNS', [0, 1]]] }))).toThrow('transparent');
    const alpha = [1, 255, 2, 254];
    expect(refusal(png({ ...grey, height: 1, colour: 4, rows: [alpha] }))).toThrow('transparent');
    const tooLarge = () => {
      throw new Error('2 × 2');
    };
    expect(() => readPng(whole, tooLarge)).toThrow('2 × 2');
  });
});
