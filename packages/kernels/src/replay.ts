/**
 * A computation that is always the same but for its numbers, such as a training step, without what tfjs does around
 * its kernels: layers, scopes and the tape of gradients take as long as a dozen small convolutions.
 *
 * The first run is recorded. The second one computes both ways, and only if all results have the same bits do
 * recorded kernels take over.
 */
import * as tf from '@tensorflow/tfjs-core';
import { Recording } from './recording.ts';

/** Backends all of whose work is done by kernels, and done when they return. */
const BACKENDS: ReadonlySet<string> = new Set(['wasm']);

const bitsOf = (tensor: tf.Tensor): Uint8Array => {
  const values = tf.backend().readSync(tensor.dataId) as Float32Array;
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
};

const sameBits = (a: tf.Tensor, b: tf.Tensor): boolean => {
  const other = bitsOf(b);
  return bitsOf(a).every((byte, i) => byte === other[i]);
};

export class Replay {
  private recording?: Recording;
  /** Whether what was recorded may stand for the computation; undefined until that was seen. */
  private trusted?: boolean;

  /**
   * `compute` may depend on its inputs and on the variables, whose shapes never change, and on nothing else that changes. It must not
   * read results back.
   */
  constructor(
    private readonly variables: readonly tf.Variable[],
    private readonly compute: (inputs: readonly tf.Tensor[]) => tf.Tensor[],
  ) {}

  /** The results, which belong to the caller’s scope. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    if (this.trusted === false || !BACKENDS.has(tf.getBackend())) return this.compute(inputs);
    if (this.recording && !this.recording.current) this.forget();
    const given = [...this.variables, ...inputs];
    if (!this.recording) {
      const { tensors, recording } = Recording.of(given, () => this.compute(inputs));
      this.recording = recording;
      return tensors;
    }
    if (this.trusted) return this.recording.run(given);
    const tensors = this.compute(inputs);
    const again = this.recording.run(given);
    this.trusted = tensors.every((tensor, i) => sameBits(tensor, again[i]));
    tf.dispose(again);
    if (!this.trusted) this.recording.dispose();
    return tensors;
  }

  /** Whether recorded kernels have taken over. */
  get replaying(): boolean {
    return this.trusted === true;
  }

  private forget(): void {
    this.recording?.dispose();
    this.recording = undefined;
    this.trusted = undefined;
  }

  dispose(): void {
    this.forget();
  }
}
