import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DataFileError, MAX_BYTES } from './arrays.ts';
import { readNpz, writeNpz } from './npz.ts';
import { product } from '../math.ts';

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** An .npy file by its description, apart from the writer under test. */
function npy(dict: string, data: Uint8Array, version = 1): Uint8Array {
  const length =
    version === 1
      ? [dict.length & 255, dict.length >> 8]
      : [dict.length & 255, dict.length >> 8, 0, 0];
  return Uint8Array.of(0x93, ...latin('NUMPY'), version, 0, ...length, ...latin(dict), ...data);
}

const dict = (descr: string, shape: string, fortran = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

const zip = (content: Uint8Array, name = 'a.npy', level: 0 | 6 = 0) =>
  zipSync({ [name]: content }, { level });

/** The bytes of values, written one by one by a method of DataView. */
function bytesOf(size: number, count: number, write: (view: DataView, i: number) => void) {
  const view = new DataView(new ArrayBuffer(size * count));
  for (let i = 0; i < count; i++) write(view, i);
  return new Uint8Array(view.buffer);
}

const read = (descr: string, data: Uint8Array, shape: string, fortran = 'False') =>
  readNpz(zip(npy(dict(descr, shape, fortran), data))).then((found) => found.get('a')!);

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const float32 = fc.float({ noNaN: true });

describe('writeNpz and readNpz', () => {
  it('bring back names, shapes and every bit of float32', async () => {
    const array = shapes.chain((shape) =>
      fc
        .array(float32, { minLength: product(shape), maxLength: product(shape) })
        .map((values) => ({ shape, data: Float32Array.from(values) })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-zA-Zµ_][\w/ ]{0,20}$/), array, { minKeys: 1 }),
        fc.constantFrom(0, 1, 6, 9),
        async (arrays, level) => {
          const found = await readNpz(writeNpz(arrays, { level: level as 0 }));
          expect([...found.keys()].toSorted()).toEqual(Object.keys(arrays).toSorted());
          for (const [name, { shape, data }] of Object.entries(arrays)) {
            expect(found.get(name)).toEqual({ shape, data, dtype: '<f4', notes: [] });
          }
        },
      ),
    );
  });

  it('keep float64 and int32 as exact as they are, and say what will be rounded', async () => {
    const found = await readNpz(
      writeNpz({
        wide: { shape: [2], data: Float64Array.of(0.1, 1e300) },
        whole: { shape: [2], data: Int32Array.of(-7, 2 ** 24 + 1) },
      }),
    );
    expect(found.get('wide')).toEqual({
      shape: [2],
      data: Float64Array.of(0.1, 1e300),
      dtype: '<f8',
      notes: ['float64 computed with as float32'],
    });
    expect(found.get('whole')).toMatchObject({
      data: Float64Array.of(-7, 2 ** 24 + 1),
      notes: ['int32 computed with as float32'],
    });
  });

  it('give the same bytes for the same arrays', () => {
    const arrays = { a: { shape: [3], data: Float32Array.of(1, 2, 3) } };
    expect(writeNpz(arrays)).toEqual(writeNpz(arrays));
  });

  it('align the data to 64 bytes, as the format asks', () => {
    const bytes = writeNpz({ a: { shape: [1, 2, 3], data: new Float32Array(6).fill(7) } });
    // The entry is stored: 30 bytes of local header and the name, then the .npy.
    const start = 30 + 'a.npy'.length;
    expect(bytes[start]).toBe(0x93);
    expect((10 + bytes[start + 8] + 256 * bytes[start + 9]) % 64).toBe(0);
  });

  it('refuse a shape that does not fit the data', () => {
    expect(() => writeNpz({ a: { shape: [2, 2], data: new Float32Array(3) } })).toThrow(
      'The array a of shape [2, 2] needs 4 values but has 3.',
    );
  });
});

describe('readNpz', () => {
  const small = [-3, 0, 5, 100];
  const whole = [0, 1, 77, 200];

  it.each<[string, number, (view: DataView, i: number, little: boolean) => void, number[]]>([
    ['f4', 4, (v, i, le) => v.setFloat32(4 * i, small[i] / 8, le), small.map((x) => x / 8)],
    ['f8', 8, (v, i, le) => v.setFloat64(8 * i, small[i] / 8, le), small.map((x) => x / 8)],
    ['i2', 2, (v, i, le) => v.setInt16(2 * i, small[i], le), small],
    ['i4', 4, (v, i, le) => v.setInt32(4 * i, small[i], le), small],
    ['i8', 8, (v, i, le) => v.setBigInt64(8 * i, BigInt(small[i]), le), small],
    ['u2', 2, (v, i, le) => v.setUint16(2 * i, whole[i], le), whole],
    ['u4', 4, (v, i, le) => v.setUint32(4 * i, whole[i], le), whole],
    ['u8', 8, (v, i, le) => v.setBigUint64(8 * i, BigInt(whole[i]), le), whole],
  ])(
    'reads %s of both byte orders, and of the machine’s own',
    async (type, size, write, expected) => {
      for (const order of ['<', '>', '=', '']) {
        const little = order !== '>';
        const data = bytesOf(size, 4, (view, i) => write(view, i, little));
        const found = await read(`${order}${type}`, data, '(2, 2)');
        expect(found.shape).toEqual([2, 2]);
        expect([...found.data]).toEqual(expected);
        expect(found.notes?.join(' ').includes('big-endian')).toBe(!little);
      }
    },
  );

  it('reads bytes and truth values', async () => {
    const data = Uint8Array.of(0, 1, 255);
    expect([...(await read('|u1', data, '(3,)')).data]).toEqual([0, 1, 255]);
    expect([...(await read('|i1', data, '(3,)')).data]).toEqual([0, 1, -1]);
    expect([...(await read('|b1', data, '(3,)')).data]).toEqual([0, 1, 1]);
  });

  it('reads 16-bit floats: smallest, largest, infinite, none', async () => {
    const bits = [0x0001, 0x0400, 0x3c00, 0xc000, 0x7bff, 0x8000, 0x7c00, 0xfc00, 0x7e00];
    const data = bytesOf(2, bits.length, (view, i) => view.setUint16(2 * i, bits[i], true));
    expect([...(await read('<f2', data, `(${bits.length},)`)).data]).toEqual([
      2 ** -24,
      2 ** -14,
      1,
      -2,
      65504,
      -0,
      Infinity,
      -Infinity,
      NaN,
    ]);
  });

  it('rounds 64-bit integers once, like BigInt does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), async (value) => {
        const data = bytesOf(8, 1, (view) => view.setBigInt64(0, value, true));
        expect((await read('<i8', data, '(1,)')).data[0]).toBe(Number(value));
      }),
    );
  });

  it('turns Fortran order into C order for any shape', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const count = product(shape);
        // The value at an index is its position in C order; Fortran order runs through the first axis first.
        const values: number[] = [];
        for (let k = 0; k < count; k++) {
          let rest = k;
          const index = shape.map((extent) => {
            const at = rest % extent;
            rest = Math.floor(rest / extent);
            return at;
          });
          values.push(index.reduce((position, at, axis) => position * shape[axis] + at, 0));
        }
        const data = bytesOf(4, count, (view, i) => view.setFloat32(4 * i, values[i], true));
        const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
        const found = await read('<f4', data, tuple, 'True');
        expect([...found.data]).toEqual([...data.keys()].slice(0, count));
        expect(found.notes).toHaveLength(shape.length > 1 ? 1 : 0);
      }),
    );
  });

  it.each([1, 2, 3])('reads version %i of the header, stored and deflated', async (version) => {
    const data = bytesOf(4, 6, (view, i) => view.setFloat32(4 * i, i, true));
    const file = npy(dict('<f4', '(2L, 3L)'), data, version);
    for (const level of [0, 6] as const) {
      expect((await readNpz(zip(file, 'a.npy', level))).get('a')).toMatchObject({
        shape: [2, 3],
        data: Float32Array.of(0, 1, 2, 3, 4, 5),
      });
    }
  });

  it('passes over what is no array, and reads only what is chosen', async () => {
    const objects = npy(dict('|O', '(1,)'), Uint8Array.of(1));
    const bytes = zipSync({
      'readme.txt': latin('hello'),
      'people.npy': objects,
      'a.npy': npy(dict('|u1', '(1,)'), Uint8Array.of(9)),
    });
    expect([...(await readNpz(bytes, () => ['a'])).keys()]).toEqual(['a']);
    await expect(readNpz(bytes, () => ['b'])).rejects.toThrow('The file has no array b.');
  });

  const one = Uint8Array.of(0, 0, 0, 0);
  const good = npy(dict('<f4', '(1,)'), one);
  it.each<[string, Uint8Array, string]>([
    ['no zip', latin('x,y\n1,2\n'), 'is not a zip file'],
    ['no bytes', new Uint8Array(0), 'is not a zip file'],
    ['truncated', zip(good).subarray(0, 60), 'The zip file is cut off'],
    ['no arrays', zip(latin('hello'), 'read/me.txt'), 'it has read/me.txt'],
    ['PyTorch', zip(latin('pickle'), 'archive/data.pkl'), 'was saved by PyTorch as a pickle'],
    ['no magic', zip(latin('hello')), 'does not begin like that of a NumPy array'],
    ['no header', zip(good.subarray(0, 9)), 'is cut off'],
    ['half a header', zip(good.subarray(0, 30)), 'is cut off'],
    ['version 9', zip(npy(dict('<f4', '(1,)'), one, 9)), 'unknown version 9'],
    ['no type', zip(npy("{'fortran_order': False, 'shape': (1,)}", one)), 'type of its values'],
    ['no order', zip(npy("{'descr': '<f4', 'shape': (1,)}", one)), 'order of its values'],
    ['no shape', zip(npy("{'descr': '<f4', 'fortran_order': False}", one)), 'say its shape'],
    ['bad shape', zip(npy(dict('<f4', '(-1,)'), one)), 'say its shape'],
    ['half a shape', zip(npy(dict('<f4', '(1.5,)'), one)), 'say its shape'],
    ['objects', zip(npy(dict('|O', '(1,)'), one)), 'holds Python objects (pickle)'],
    ['complex', zip(npy(dict('<c8', '(1,)'), one)), 'real and imaginary parts as two channels'],
    ['text', zip(npy(dict('<U1', '(1,)'), one)), 'holds text'],
    ['long double', zip(npy(dict('<f16', '(1,)'), one)), 'holds floats of 128 bits'],
    ['raw', zip(npy(dict('|V4', '(1,)'), one)), 'holds raw bytes (V4), as NumPy writes'],
    [
      'structured',
      zip(npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}", one)),
      'structured array',
    ],
    ['bfloat16', zip(npy(dict('<V2', '(2,)'), one)), 'bfloat16 for one: convert it with .astype'],
    ['dates', zip(npy(dict('<M8[ns]', '(1,)'), one)), 'holds dates or times'],
    ['a key twice', zip(npy("{'descr': '<f4', 'descr': '<f8'}", one)), 'not what NumPy writes'],
    [
      'a shape that takes a pattern ages',
      zip(npy(dict('<f4', `(${'1'.repeat(60)}x)`), one)),
      'not what NumPy writes',
    ],
    ['a huge shape', zip(npy(dict('<f4', `(${2 ** 52}, ${2 ** 52})`), one)), 'has 4: the file is'],
    [
      'two arrays in one entry',
      zip(Uint8Array.of(...good, ...good)),
      'another array is saved behind',
    ],
    ['too little', zip(npy(dict('<f4', '(2, 2)'), one)), 'needs 16 bytes of data but has 4'],
    ['too much', zip(npy(dict('|u1', '(2,)'), one)), 'needs 2 bytes of data but has 4'],
  ])('refuses: %s', async (_, bytes, sentence) => {
    await expect(readNpz(bytes)).rejects.toThrow(DataFileError);
    await expect(readNpz(bytes)).rejects.toThrow(sentence);
    await expect(readNpz(bytes)).rejects.toThrow(/^[A-Z].*\.$/);
  });

  /** Overwrites a field of the one entry in the central directory. */
  function patched(bytes: Uint8Array, offset: number, value: number, wide: boolean): Uint8Array {
    const copy = bytes.slice();
    const view = new DataView(copy.buffer);
    const directory = view.getUint32(copy.length - 6, true);
    if (wide) view.setUint32(directory + offset, value, true);
    else view.setUint16(directory + offset, value, true);
    return copy;
  }

  it('refuses an entry that says it is too large, before unpacking it', async () => {
    // Deflate packs a thousand bytes into one at best: so many could be what they say, a few cannot.
    const noise = Uint8Array.from({ length: 1.5e6 }, (_, i) => 1e6 * Math.sin(i * i));
    const header = npy(dict('<f4', `(${MAX_BYTES / 4 + 1},)`), new Uint8Array(0));
    const huge = new Uint8Array(header.length + noise.length);
    huge.set(header);
    huge.set(noise, header.length);
    const bomb = patched(zip(huge, 'a.npy', 6), 24, header.length + MAX_BYTES + 4, true);
    await expect(readNpz(bomb)).rejects.toThrow('at most 1.5 GB are read');
    const lie = patched(zip(good, 'a.npy', 6), 24, MAX_BYTES + 1, true);
    await expect(readNpz(lie)).rejects.toThrow('cannot be unpacked');
  });

  it('refuses an entry whose size is not what it says, and an unknown compression', async () => {
    await expect(readNpz(patched(zip(good, 'a.npy', 6), 24, 10_000, true))).rejects.toThrow(
      'cannot be unpacked',
    );
    await expect(readNpz(patched(zip(good), 10, 14, false))).rejects.toThrow('(LZMA, number 14)');
  });

  it('refuses two arrays of one name', async () => {
    const both = zipSync({ 'a.npy': good, 'b.npy': good }, { level: 0 });
    const renamed = both.map((byte, i) =>
      byte === 'b'.charCodeAt(0) && both[i + 1] === '.'.charCodeAt(0) ? 'a'.charCodeAt(0) : byte,
    );
    await expect(readNpz(renamed)).rejects.toThrow('two arrays named a');
  });

  it('answers damage with arrays or with a sentence', async () => {
    const bytes = writeNpz(
      { a: { shape: [40], data: new Float32Array(40).map((_, i) => i) } },
      { level: 6 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(bytes.length),
        async (changes, length) => {
          const damaged = bytes.slice(0, length < 40 ? length : undefined);
          for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
          try {
            await readNpz(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(DataFileError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
