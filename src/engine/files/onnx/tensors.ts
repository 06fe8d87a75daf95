/** Arrays as ONNX stores them. */
import { product } from '../../math.ts';
import { DataFileError, MAX_FLOAT_BYTES, gigabytes, nameList, type NamedArray } from '../arrays.ts';
import { toFloats, type ValueType } from '../values.ts';
import { TENSOR_TYPES, type OnnxTensor } from './messages.ts';

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

export const floatTensor = (
  name: string,
  dims: readonly number[],
  data: Float32Array,
): OnnxTensor => ({
  name,
  dims: [...dims],
  dataType: TENSOR_TYPES.float32,
  raw: bytesOf(data),
});

/** A list of integers, as shapes and axes are given. */
export const longTensor = (name: string, values: readonly number[]): OnnxTensor => ({
  name,
  dims: [values.length],
  dataType: TENSOR_TYPES.int64,
  raw: bytesOf(BigInt64Array.from(values, BigInt)),
});

const TYPES: Readonly<Record<number, readonly [dtype: string, type: ValueType]>> = {
  [TENSOR_TYPES.float32]: ['<f4', { kind: 'f', size: 4, bigEndian: false }],
  [TENSOR_TYPES.float64]: ['<f8', { kind: 'f', size: 8, bigEndian: false }],
  [TENSOR_TYPES.float16]: ['<f2', { kind: 'f', size: 2, bigEndian: false }],
  [TENSOR_TYPES.bfloat16]: ['bfloat16', { kind: 'bf', size: 2, bigEndian: false }],
  [TENSOR_TYPES.uint8]: ['|u1', { kind: 'u', size: 1, bigEndian: false }],
  [TENSOR_TYPES.int8]: ['|i1', { kind: 'i', size: 1, bigEndian: false }],
  [TENSOR_TYPES.int32]: ['<i4', { kind: 'i', size: 4, bigEndian: false }],
  [TENSOR_TYPES.int64]: ['<i8', { kind: 'i', size: 8, bigEndian: false }],
};

/** The values of a tensor. Throws `DataFileError` for those that are elsewhere, of another type or too few. */
export function tensorValues({
  name = '',
  dims = [],
  dataType = 0,
  raw,
  external,
  ...lists
}: OnnxTensor): NamedArray {
  const tensor = `The tensor ${nameList([name])} of the ONNX file`;
  if (external) {
    throw new DataFileError(
      `${tensor} has its values in another file: save the model with all weights inside (in Python: onnx.save_model(onnx.load(file), file, save_as_external_data=False)).`,
    );
  }
  const known = TYPES[dataType];
  if (!known) {
    throw new DataFileError(`${tensor} has a type that cannot be read here: save it as float32.`);
  }
  const [dtype, type] = known;
  const count = product(dims);
  if (!(dims.every((n) => n >= 0) && 4 * count <= MAX_FLOAT_BYTES)) {
    throw new DataFileError(
      `${tensor} says that it is [${dims.join(', ')}]; at most ${gigabytes(MAX_FLOAT_BYTES)} can be read.`,
    );
  }
  const listed = dataType === TENSOR_TYPES.float16 || dataType === TENSOR_TYPES.bfloat16;
  const data = raw
    ? raw.length === count * type.size && toFloats(raw, type)
    : listed
      ? toFloats(bytesOf(Uint16Array.from(lists.ints ?? [])), type)
      : Float32Array.from(lists.floats ?? lists.doubles ?? lists.ints ?? lists.longs ?? []);
  if (!data || data.length !== count) {
    throw new DataFileError(
      `${tensor} does not have as many values as its shape [${dims.join(', ')}] says: the file is damaged.`,
    );
  }
  return { shape: dims, data, dtype };
}
