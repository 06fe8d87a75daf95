import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DataFileError } from '../arrays.ts';
import { decodeOnnx, encodeOnnx } from './codec.ts';
import { ATTRIBUTE_TYPES, TENSOR_TYPES, type OnnxModel } from './messages.ts';
import { floatTensor, longTensor, tensorValues } from './tensors.ts';

const model: OnnxModel = {
  irVersion: 10,
  producer: 'Slimwave',
  opsets: [{ domain: '', version: 22 }],
  metadata: [{ key: 'a', value: 'ü' }],
  graph: {
    name: 'g',
    nodes: [
      {
        inputs: ['x', '', 'w'],
        outputs: ['y'],
        operator: 'Conv',
        attributes: [
          { name: 'pads', ints: [0, -1, 2 ** 40], type: ATTRIBUTE_TYPES.ints },
          { name: 'alpha', float: 0.5, type: ATTRIBUTE_TYPES.float },
          { name: 'axis', int: -1, type: ATTRIBUTE_TYPES.int },
          { name: 'mode', text: Uint8Array.of(119), type: ATTRIBUTE_TYPES.text },
        ],
      },
    ],
    initializers: [floatTensor('w', [2, 1], Float32Array.of(1.5, -2)), longTensor('s', [0, -1, 7])],
    inputs: [
      {
        name: 'x',
        type: {
          tensor: {
            elementType: TENSOR_TYPES.float32,
            shape: { dims: [{ parameter: 'batch' }, { value: 3 }] },
          },
        },
      },
    ],
    outputs: [{ name: 'y' }],
  },
};

it('a model is the same after writing and reading', () => {
  const read = decodeOnnx(encodeOnnx(model));
  expect(read).toEqual(model);
  const [weights, shape] = read.graph!.initializers!;
  expect(tensorValues(weights)).toEqual({
    shape: [2, 1],
    data: Float32Array.of(1.5, -2),
    dtype: '<f4',
  });
  expect([...tensorValues(shape).data]).toEqual([0, -1, 7]);
});

it('begins as the reference implementation’s files do', () => {
  const bytes = encodeOnnx({ irVersion: 10, producer: 'ab', graph: {} });
  expect([...bytes]).toEqual([0x08, 10, 0x12, 2, 0x61, 0x62, 0x3a, 0]);
});

it('numbers may be packed or not, and unknown fields are skipped', () => {
  const packed = Uint8Array.of(0x08, 10, 0x3a, 6, 0x2a, 4, 0x0a, 2, 3, 4);
  const single = Uint8Array.of(0x08, 10, 0x3a, 6, 0x2a, 4, 0x08, 3, 0x08, 4, 0xf8, 0x07, 1);
  for (const bytes of [packed, single]) {
    expect(decodeOnnx(bytes).graph!.initializers![0].dims).toEqual([3, 4]);
  }
});

it('values in lists are read as those in bytes', () => {
  const list = { dims: [2], dataType: TENSOR_TYPES.float32, floats: [1, 2] };
  expect([...tensorValues(list).data]).toEqual([1, 2]);
  const halves = { dims: [2], dataType: TENSOR_TYPES.float16, ints: [0x3c00, 0xc000] };
  expect([...tensorValues(halves).data]).toEqual([1, -2]);
});

it('tensors that lie about their shape, are elsewhere or of a strange type are refused with a sentence', () => {
  const huge = { name: 'w', dims: [1e6, 1e6], dataType: 1, raw: new Uint8Array(4) };
  expect(() => tensorValues(huge)).toThrow('at most 1 GB');
  expect(() => tensorValues({ ...huge, dims: [2] })).toThrow('as many values');
  expect(() => tensorValues({ ...huge, external: [] })).toThrow('in another file');
  expect(() => tensorValues({ ...huge, dataType: 8 })).toThrow('save it as float32');
});

it('a damaged file ends in a sentence, whatever is wrong with it', () => {
  const good = encodeOnnx(model);
  const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(damage, fc.nat(good.length), (changes, length) => {
      const bytes = good.slice();
      for (const [at, value] of changes) bytes[at] = value;
      try {
        decodeOnnx(bytes.subarray(0, length));
      } catch (error) {
        expect(error).toBeInstanceOf(DataFileError);
      }
    }),
  );
  expect(() => decodeOnnx(new Uint8Array(0))).toThrow('not an ONNX model');
  expect(() => decodeOnnx(new TextEncoder().encode('{"a": [1, 2, 3]}'))).toThrow('not an ONNX');
});
