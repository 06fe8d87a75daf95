/** What is read of a file of a trained model, whatever its format, before anything is known of its layers. */
import type { NamedArray } from '../files/arrays.ts';

/** slimwave: saved by Slimwave, with a description of its layers; otherwise only names and shapes are known. */
export type ModelOrigin = 'slimwave' | 'pytorch' | 'onnx';

/** A weight or bias. Plain data, so that it can be sent to another thread. */
export interface ModelTensor {
  name: string;
  shape: readonly number[];
  data: Float32Array;
  /** As stored, in NumPy’s notation. */
  dtype: string;
}

export interface ModelFile {
  /** The file's name. */
  name: string;
  origin: ModelOrigin;
  /** In the order of the file, or of the computation where the file has it. */
  tensors: readonly ModelTensor[];
  /** Our description of the model, as JSON. */
  description?: string;
}

export const toTensor = (name: string, { shape, data, dtype }: NamedArray): ModelTensor => ({
  name,
  shape,
  data: data instanceof Float32Array ? data : Float32Array.from(data),
  dtype,
});
