/**
 * A computation that is the same at every call but for the numbers of its inputs, such as a training step. On WebGPU it is
 * recorded and replayed: see `recording.ts`. Whatever changes in between, it is computed in the usual way, and recorded anew.
 */
import * as tf from '@tensorflow/tfjs-core';
import { NAME, type Backend } from './program.ts';
import { Recording, type Input } from './recording.ts';

/** Calls in the usual way before the first recording: they compile, and bring all tensors into place. */
const USUAL_CALLS = 2;

export class Repeated {
  private calls = 0;
  private recording?: Recording;
  private isChecked = false;
  /** The data of the tensors in place after the last call. */
  private left: readonly object[] = [];
  /** Why it is not replayed; it never will be then. */
  problem?: string;

  /**
   * `inPlace` gives the tensors that the computation uses and changes besides its inputs: no other ones. Its result is
   * a new tensor.
   */
  constructor(
    private readonly inPlace: () => readonly tf.Tensor[],
    private readonly compute: (inputs: tf.Tensor[]) => tf.Tensor,
  ) {}

  /** Whether the next call is a replay, as things are. */
  get isRecorded(): boolean {
    return this.isChecked && this.recording?.isValid(this.inPlace()) === true;
  }

  run(inputs: readonly Input[]): tf.Tensor {
    const isGpu = tf.getBackend() === NAME;
    const computes = isGpu && !tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');
    if (!computes || this.problem !== undefined) return this.usual(inputs);
    if (this.recording && !this.recording.isValid(this.inPlace())) this.forget();
    if (this.recording && this.isChecked) {
      return this.recording.replay(inputs.map(({ values }) => values));
    }
    const records = this.calls++ >= USUAL_CALLS && this.isSettled();
    const result = records ? this.record(inputs) : this.usual(inputs);
    this.left = this.inPlace().map(({ dataId }) => dataId);
    return result;
  }

  /**
   * Whether the tensors in place are as the last call left them, and nobody shares their data. Otherwise this call copies
   * them before it changes them, which the next ones need not do: it is not the one to record.
   */
  private isSettled(): boolean {
    const backend = tf.backend() as unknown as Backend;
    return this.inPlace().every(
      ({ dataId }, i) => dataId === this.left[i] && backend.refCount(dataId) === 1,
    );
  }

  private usual(inputs: readonly Input[]): tf.Tensor {
    return tf.tidy(() =>
      this.compute(inputs.map(({ values, shape }) => tf.tensor(values, [...shape]))),
    );
  }

  /** Records twice: only what is the same both times is replayed. */
  private record(inputs: readonly Input[]): tf.Tensor {
    const backend = tf.backend() as unknown as Backend;
    const before = this.recording?.signature;
    // Its buffers are those that the second one takes.
    this.recording?.dispose();
    this.recording = undefined;
    const compute = (tensors: tf.Tensor[]) => tf.tidy(() => this.compute(tensors));
    const { result, recording } = Recording.make(backend, inputs, this.inPlace(), compute);
    if (typeof recording === 'string') {
      this.problem = recording;
    } else if (before !== undefined && before !== recording.signature) {
      recording.dispose();
      this.problem = 'it is not the same at every call';
    } else {
      this.recording = recording;
      this.isChecked = before !== undefined;
    }
    return result;
  }

  private forget(): void {
    this.recording?.dispose();
    this.recording = undefined;
    this.isChecked = false;
    this.calls = 0;
  }

  dispose(): void {
    this.forget();
  }
}
