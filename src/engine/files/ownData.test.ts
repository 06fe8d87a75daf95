import { describe, expect, it } from 'vitest';
import { DataFileError, type NamedArray } from './arrays.ts';
import { writeNpz } from './npz.ts';
import { checkOwnData, openDataFile } from './ownData.ts';
import { writeSafetensors } from './safetensors.ts';
import { product } from '../math.ts';

/** An array whose values all differ. */
function array(...shape: number[]): NamedArray {
  const data = Float32Array.from({ length: product(shape) }, (_, i) => i + 1);
  return { shape, data, dtype: '<f4' };
}

/** An array that is the same in every sample, or has chosen values. */
const filled = (shape: number[], value: (i: number) => number): NamedArray => ({
  ...array(...shape),
  data: array(...shape).data.map((_, i) => value(i)),
});

/** Smooth along every axis but one, as fields are along x and y, and unlike along that one, as samples are. */
function samplesAlong(axis: number, shape: number[]): NamedArray {
  const strides = shape.map((_, i) => product(shape.slice(i + 1)));
  return filled(shape, (at) => {
    const index = shape.map((extent, i) => Math.floor(at / strides[i]) % extent);
    return index.reduce((sum, k, i) => sum + (i === axis ? 9 * Math.sin(7 * k) : 0.1 * k), 0);
  });
}

/** As they are read from whole numbers of 64 bits, one after the other. */
const nanoseconds = (shape: number[], step: number): NamedArray => ({
  shape,
  data: Float64Array.from(array(...shape).data, (_, i) =>
    Number(1_700_000_000n * 10n ** 9n + BigInt(i * step)),
  ),
  dtype: '<i8',
});

const check = (arrays: Record<string, NamedArray>) => checkOwnData(new Map(Object.entries(arrays)));

describe('checkOwnData', () => {
  it.each([
    [
      'parameters and fields in time',
      { parameters: array(3, 2), fields: array(3, 5, 4, 6) },
      { inputKind: 'parameters', in: [3, 2], out: [3, 5, 4, 6] },
    ],
    [
      'parameters and single fields',
      { parameters: array(3, 64), fields: array(3, 512, 4) },
      { inputKind: 'parameters', in: [3, 64], out: [3, 1, 512, 4] },
    ],
    [
      'field to field',
      { inputs: array(2, 4, 4), outputs: array(2, 3, 4, 4) },
      { inputKind: 'field', in: [2, 1, 4, 4], out: [2, 3, 4, 4] },
    ],
    [
      'samples one by one',
      {
        'sample_10/input': array(2, 4, 5),
        'sample_10/output': array(4, 5),
        'sample_9/input': filled([2, 4, 5], (i) => -i),
        'sample_9/output': filled([4, 5], (i) => -i),
      },
      { inputKind: 'field', in: [2, 2, 4, 5], out: [2, 1, 4, 5] },
    ],
  ])('accepts %s, and ignores what else there is', (_, arrays, expected) => {
    const found = check({ ...arrays, 'other/thing': array(1) });
    expect(found.inputKind).toBe(expected.inputKind);
    expect(found.inputs.shape).toEqual(expected.in);
    expect(found.outputs.shape).toEqual(expected.out);
    expect(found.notes).toEqual([]);
  });

  it.each([
    ['as many times as points along x', array(3, 20, 48), array(3, 20, 20, 48)],
    ['as many samples', samplesAlong(0, [20, 20, 48]), samplesAlong(0, [20, 20, 48])],
    ['as many samples, in channels', samplesAlong(0, [6, 6, 5, 8]), samplesAlong(0, [6, 6, 5, 8])],
    ['as many samples, from numbers', array(20, 3), array(20, 20, 48)],
    ['a thousand points', array(3, 1000, 70), array(3, 1000, 70)],
    ['seven points', array(3, 7, 200), array(3, 7, 200)],
  ])('accepts rectangles: %s', (_, given, made) => {
    const [inputs, outputs] =
      given.shape.length === 2 ? ['parameters', 'fields'] : ['inputs', 'outputs'];
    const found = check({ [inputs]: given, [outputs]: made });
    expect(found.outputs.shape.slice(-2)).toEqual(made.shape.slice(-2));
    expect(found.outputs.shape[0]).toBe(made.shape[0]);
  });

  it('takes times in nanoseconds that are seconds apart', () => {
    const parameters = nanoseconds([3, 2], 1e9);
    expect(check({ parameters, fields: array(3, 4, 4) }).inputs.data).toBe(parameters.data);
  });

  it('keeps the values as they are and repeats what reading has converted', () => {
    const parameters = { ...array(3, 2), notes: ['float64 computed with as float32', 'b'] };
    const fields = array(3, 4, 4);
    const found = check({ parameters, fields });
    expect(found.inputs.data).toBe(parameters.data);
    expect(found.outputs.data).toBe(fields.data);
    expect(found.notes).toEqual(['parameters: float64 computed with as float32, b.']);
  });

  it('says how many outputs are zero everywhere', () => {
    const fields = filled([3, 4, 4], (i) => (i < 16 ? 0 : i));
    expect(check({ parameters: array(3, 2), fields }).notes).toEqual([
      'fields is zero everywhere in 1 of 3 samples.',
    ]);
  });

  const fields = array(3, 4, 4);
  const parameters = array(3, 2);
  const holed = (hole: number) => filled([3, 2, 4, 4], (i) => (i === 36 || i === 95 ? hole : i));
  it.each<[string, () => Record<string, NamedArray>, string]>([
    ['no names', () => ({}), 'The file has nothing; it should have parameters [n, p] with fields'],
    ['one of two', () => ({ parameters, u: fields }), 'The file has parameters, u; it should have'],
    [
      'many names',
      () => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`x${i}`, fields])),
      'x7 and 12 more; it should have',
    ],
    [
      'two layouts',
      () => ({ parameters, fields, inputs: fields, outputs: fields }),
      'more than one set of data',
    ],
    ['half a sample', () => ({ 'sample_0/output': fields }), 'sample_0 has an output but no input'],
    [
      'unlike samples',
      () => ({
        'sample_0/input': array(4, 4),
        'sample_0/output': array(4, 4),
        'sample_1/input': array(4, 5),
        'sample_1/output': array(4, 4),
      }),
      'sample_1/input has the shape [4, 5] and sample_0/input [4, 4]',
    ],
    [
      'samples last, in three axes',
      () => ({ inputs: samplesAlong(2, [8, 8, 3]), outputs: samplesAlong(2, [8, 8, 3]) }),
      'inputs has the shape [8, 8, 3]: its axes seem to be in another order, [x, y, n] where [n, x, y] is wanted. In Python, numpy.moveaxis(inputs, -1, 0)',
    ],
    [
      'times in nanoseconds that 64 bits of floating point do not tell apart',
      () => ({ parameters: nanoseconds([3, 2], 100), fields }),
      'parameters has whole numbers beyond 2^53 in column 1 whose differences are lost in floating point: subtract the smallest',
    ],
    [
      'a field of such times',
      () => ({ inputs: fields, outputs: nanoseconds([3, 1, 4, 4], 1000) }),
      'outputs has whole numbers beyond 2^53 in channel 1',
    ],
    [
      'time last',
      () => ({ parameters, fields: array(3, 8, 8, 2) }),
      'fields has the shape [3, 8, 8, 2]: its axes seem to be in another order, [n, x, y, t] where [n, t, x, y] is wanted. In Python, numpy.moveaxis(fields, -1, 1)',
    ],
    [
      'channels last',
      () => ({ inputs: array(3, 8, 8, 5), outputs: array(3, 8, 8, 5) }),
      '[n, x, y, channels] where [n, channels, x, y]',
    ],
    [
      'all axes turned round',
      () => ({ inputs: samplesAlong(3, [8, 8, 2, 5]), outputs: samplesAlong(3, [8, 8, 2, 5]) }),
      'numpy.moveaxis(inputs, (3, 2), (0, 1))',
    ],
    [
      'samples last',
      () => ({ parameters: array(2, 9), fields: array(9, 4, 4) }),
      'If axis 1 of parameters counts the samples, numpy.moveaxis(parameters, 1, 0)',
    ],
    ['no axes', () => ({ parameters: array(), fields }), 'must be [n, p]'],
    ['different n', () => ({ parameters: array(4, 2), fields }), 'has 4 samples and fields 3'],
    [
      'one sample',
      () => ({ parameters: array(1, 2), fields: array(1, 4, 4) }),
      'has 1 sample: at least 2',
    ],
    [
      'no samples',
      () => ({ parameters: array(0, 2), fields: array(0, 4, 4) }),
      'has no samples: at least 2',
    ],
    ['a row', () => ({ parameters: array(3), fields }), 'must be [n, p]'],
    ['no parameters', () => ({ parameters: array(3, 0), fields }), 'has 0 numbers per sample'],
    ['many parameters', () => ({ parameters: array(3, 65), fields }), 'has 65 numbers per sample'],
    ['flat', () => ({ parameters, fields: array(3, 16) }), 'must be [n, x, y] or [n, t, x, y]'],
    [
      'five axes',
      () => ({ inputs: array(2, 1, 1, 4, 4), outputs: array(2, 4, 4) }),
      'must be [n, x, y] or [n, channels, x, y]',
    ],
    ['no times', () => ({ parameters, fields: array(3, 0, 4, 4) }), 'needs at least one of t'],
    ['small', () => ({ parameters, fields: array(3, 4, 3) }), 'has 4 × 3 points in space'],
    ['large', () => ({ parameters, fields: array(3, 2049, 4) }), 'has 2049 × 4 points in space'],
    [
      'large in all',
      () => ({ parameters, fields: { ...fields, shape: [3, 1000, 400] } }),
      '400,000 in all: at most 262,144 can be trained on',
    ],
    [
      'a record over many times that becomes a map',
      () => ({ inputs: array(2, 5, 100, 7), outputs: array(2, 7, 7) }),
      'inputs has 100 × 7 points in space and outputs 7 × 7: both must have the same grid. In Python, inputs[..., :98, :7].reshape(*inputs.shape[:-2], 7, 14, 7, 1).mean((-3, -1)) makes 7 × 7 points of it: means over 14 × 1 neighbours, without the points that are left over at the ends.',
    ],
    [
      'grids',
      () => ({ inputs: array(2, 4, 5), outputs: array(2, 5, 4) }),
      'inputs has 4 × 5 points in space and outputs 5 × 4',
    ],
    [
      'NaN',
      () => ({ parameters, fields: holed(NaN) }),
      'fields has 2 values that are not finite as 32-bit numbers (NaN or infinite), the first, NaN, at index [1, 0, 1, 0]',
    ],
    [
      'infinite',
      () => ({ parameters: filled([3, 2], (i) => (i === 5 ? -Infinity : i)), fields }),
      'parameters has 1 value that is not finite as 32-bit numbers (NaN or infinite), the first, -Infinity, at index [2, 1]',
    ],
    [
      'zero',
      () => ({ parameters, fields: filled([3, 4, 4], () => 0) }),
      'fields has the value 0 everywhere',
    ],
    [
      'the same in every sample',
      () => ({ parameters: filled([3, 2], (i) => i % 2), fields }),
      'parameters is the same in all 3 samples',
    ],
  ])('refuses: %s', (_, arrays, sentence) => {
    const found = arrays();
    expect(() => check(found)).toThrow(DataFileError);
    expect(() => check(found)).toThrow(sentence);
    expect(() => check(found)).toThrow(/\.$/);
  });
});

describe('openDataFile', () => {
  const parameters = array(3, 2);
  const fields = array(3, 4, 4);

  it('tells formats apart by their content', async () => {
    const expected = { inputKind: 'parameters', outputs: { data: fields.data } };
    const npz = writeNpz({ parameters, fields });
    const safetensors = writeSafetensors([
      { name: 'parameters', shape: [3, 2], data: Float32Array.from(parameters.data) },
      { name: 'fields', shape: [3, 4, 4], data: Float32Array.from(fields.data) },
    ]);
    expect(await openDataFile('a.bin', npz)).toMatchObject(expected);
    expect(await openDataFile('a.npz', safetensors)).toMatchObject(expected);
  });

  it.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(0), 'a.npz: The file is empty.'],
    ['text', new TextEncoder().encode('x,y\n1,2\n3,4\n'), 'not .npy, .npz, HDF5 or safetensors'],
    ['lone .npy', Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0), 'single array'],
    ['empty zip', writeNpz({}), 'has no NumPy arrays in it (it has nothing)'],
    ['other names', writeNpz({ a: parameters }), 'a.npz: The file has a; it should have'],
  ])('refuses: %s', async (_, bytes, sentence) => {
    await expect(openDataFile('a.npz', bytes)).rejects.toThrow(DataFileError);
    await expect(openDataFile('a.npz', bytes)).rejects.toThrow(sentence);
  });
});
