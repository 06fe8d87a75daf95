import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataFileError } from './arrays.ts';
import { roundedToHalf } from './half.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { product } from '../math.ts';

/** A file by the format's description, apart from the writer under test. */
function file(header: unknown, data: Uint8Array | number[] = []): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const length = new Uint8Array(new BigUint64Array([BigInt(json.length)]).buffer);
  return Uint8Array.of(...length, ...json, ...data);
}

const tensor = (dtype: string, shape: unknown[], begin: unknown, end: unknown) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('writeSafetensors and readSafetensors', () => {
  it('bring back names, shapes, values and metadata', () => {
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
    const tensors = fc.uniqueArray(fc.record({ name: fc.string({ unit: 'grapheme' }), shape }), {
      selector: ({ name }) => name,
      maxLength: 6,
    });
    const metadata = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });
    fc.assert(
      fc.property(tensors, metadata, (described, texts) => {
        const written = described.map(({ name, shape: extents }, k) => ({
          name,
          shape: extents,
          data: new Float32Array(product(extents)).map((_, i) => k + i / 7),
        }));
        const bytes = writeSafetensors(written, texts);
        const found = readSafetensors(bytes);
        expect(found.metadata).toEqual(texts);
        expect(found.tensors.size).toBe(written.length);
        for (const { name, shape: extents, data } of written) {
          expect(found.tensors.get(name)).toEqual({
            shape: extents,
            data,
            dtype: '<f4',
            notes: [],
          });
        }
        expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
      }),
    );
  });

  it('bring back values of half precision, rounded, also from a Buffer', () => {
    const data = Float32Array.of(1, -0.1, 3e-5);
    const tensors = ['a', 'b'].map((name) => ({ name, shape: [3], data }));
    const bytes = writeSafetensors(tensors, {}, 'F16');
    for (const one of [bytes, Buffer.from(bytes)]) {
      const found = readSafetensors(one).tensors.get('b')!;
      expect(found).toMatchObject({ shape: [3], dtype: '<f2' });
      expect(found.data).toEqual(roundedToHalf(data));
    }
  });

  it('read a part of a larger buffer', () => {
    const bytes = writeSafetensors([{ name: 'a', shape: [2], data: Float32Array.of(1, 2) }]);
    const larger = new Uint8Array(bytes.length + 6);
    larger.set(bytes, 3);
    const found = readSafetensors(larger.subarray(3, 3 + bytes.length));
    expect(found.tensors.get('a')?.data).toEqual(Float32Array.of(1, 2));
  });

  it.each([
    [[{ name: 'a', shape: [2], data: new Float32Array(3) }], 'needs 2 values but has 3'],
    [
      [
        { name: 'a', shape: [1], data: new Float32Array(1) },
        { name: 'a', shape: [1], data: new Float32Array(1) },
      ],
      'The name a is reserved or used twice',
    ],
    [[{ name: '__metadata__', shape: [0], data: new Float32Array(0) }], 'is reserved'],
  ])('refuse to write what could not be read', (tensors, sentence) => {
    expect(() => writeSafetensors(tensors)).toThrow(sentence);
  });
});

describe('readSafetensors', () => {
  it.each([
    ['BF16', [0x80, 0x3f, 0x00, 0xc0], [1, -2], 'bfloat16'],
    ['F16', [0x00, 0x3c, 0x00, 0xc0], [1, -2], '<f2'],
    ['BOOL', [0, 1], [0, 1], '|b1'],
    ['U8', [0, 255], [0, 255], '|u1'],
    ['I8', [0, 255], [0, -1], '|i1'],
    ['I64', [1, 0, 0, 0, 0, 0, 0, 0, ...Array<number>(8).fill(255)], [1, -1], '<i8'],
  ])('converts %s to float32, and says so', (dtype, data, values, stored) => {
    const found = readSafetensors(file({ a: tensor(dtype, [2], 0, data.length) }, data));
    expect(found.tensors.get('a')).toMatchObject({
      data: (stored === '<i8' ? Float64Array : Float32Array).from(values),
      dtype: stored,
    });
    expect(found.tensors.get('a')?.notes).toEqual([
      expect.stringMatching(/computed with as float32/),
    ]);
  });

  const whole = writeSafetensors([{ name: 'a', shape: [4], data: new Float32Array(4) }]);
  const eight = new Uint8Array(8);
  it.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(0), 'not a safetensors file'],
    ['too short', new Uint8Array(9), 'not a safetensors file'],
    ['no brace', file('[]      '), 'not a safetensors file'],
    ['absurd length', Uint8Array.of(...eight.fill(255), 0x7b, 0x7d), 'not a safetensors file'],
    ['cut in the header', whole.subarray(0, 30), 'is cut off'],
    ['cut in the data', whole.subarray(0, whole.length - 1), 'there are only 15'],
    ['no JSON', file('{"a": }'), 'is not JSON'],
    ['no UTF-8', file('{"a"}').map((b) => (b === 0x61 ? 0xff : b)), 'is not JSON'],
    ['no description', file({ a: 3 }), 'does not describe the tensor a'],
    ['negative size', file({ a: tensor('F32', [-1], 0, 0) }), 'does not describe the tensor a'],
    ['fraction', file({ a: tensor('F32', [1], 0, 0.5) }), 'does not describe the tensor a'],
    ['metadata null', file({ __metadata__: null }), 'metadata that are not text'],
    ['metadata', file({ __metadata__: { a: 1 } }), 'metadata that are not text'],
    ['type', file({ a: tensor('F8_E4M3', [1], 0, 1) }, [0]), 'values of the type F8_E4M3'],
    ['type by prototype', file({ a: tensor('toString', [1], 0, 1) }, [0]), 'of the type toString'],
    ['size', file({ a: tensor('F32', [2], 0, 4) }, [0, 0, 0, 0]), 'of shape [2] 4 bytes, not 8'],
    ['backwards', file({ a: tensor('U8', [0], 1, 0) }, [0]), 'end before it begins'],
    [
      'overlap',
      file({ a: tensor('U8', [2], 0, 2), b: tensor('U8', [2], 1, 3) }, [0, 0, 0]),
      'the tensor b overlap',
    ],
    [
      'hole',
      file({ a: tensor('U8', [1], 0, 1), b: tensor('U8', [1], 2, 3) }, [0, 0, 0]),
      'a hole before the tensor b',
    ],
    ['rest', file({ a: tensor('U8', [1], 0, 1) }, [0, 0]), 'accounts for 1 bytes'],
  ])('refuses: %s', (_, bytes, sentence) => {
    expect(() => readSafetensors(bytes)).toThrow(DataFileError);
    expect(() => readSafetensors(bytes)).toThrow(sentence);
    expect(() => readSafetensors(bytes)).toThrow(/^[A-Z].*\.$/);
  });

  it('refuses two tensors of one name, and any other key twice', () => {
    const a = JSON.stringify(tensor('U8', [1], 0, 1));
    for (const header of [
      `{"a": ${a}, "\\u0061": ${a}}`,
      `{"a": ${a.slice(0, -1)}, "dtype": "U8"}}`,
    ]) {
      expect(() => readSafetensors(file(header, [0]))).toThrow(DataFileError);
      expect(() => readSafetensors(file(header, [0]))).toThrow('two entries named');
    }
  });

  it('judges the types only of what is chosen', () => {
    const bytes = file({ a: tensor('U8', [1], 0, 1), b: tensor('F8_E4M3', [1], 1, 2) }, [7, 0]);
    const { tensors } = readSafetensors(bytes, () => ['a']);
    expect([...tensors.keys()]).toEqual(['a']);
    expect(() => readSafetensors(bytes)).toThrow('The tensor b has values of the type F8_E4M3');
  });

  it('answers damage with tensors or with a sentence', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
        (changes) => {
          const damaged = whole.slice();
          for (const [at, value] of changes) damaged[at] = value;
          try {
            readSafetensors(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(DataFileError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
