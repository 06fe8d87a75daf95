/**
 * Samples as a network sees them: normalised parameters in, scaled fields out.
 *
 * A recorded field is [t, x, y] in metres. `zone-frames` wants [x, y, t] (time as channels), `zone-volume`
 * [t, x, y, 1], which is the same memory as the recording.
 */
import type { Experiment } from '../experiment/schema.ts';
import { freeParameters, normalise, type SampleParameters } from '../experiment/parameters.ts';
import { outputShape } from '../nets/plan.ts';

/** [t, x, y] → the memory order of the task's network output. */
export function toNetworkOrder(
  { kind, frames, grid }: Experiment['task'],
  field: Float32Array,
  out: Float32Array,
): void {
  if (kind === 'zone-volume') {
    out.set(field);
    return;
  }
  const positions = grid * grid;
  for (let t = 0; t < frames; t++) {
    for (let p = 0; p < positions; p++) out[p * frames + t] = field[t * positions + p];
  }
}

/** The inverse of `toNetworkOrder`, times `scale`. */
export function fromNetworkOrder(
  { kind, frames, grid }: Experiment['task'],
  output: ArrayLike<number>,
  scale: number,
): Float32Array {
  const positions = grid * grid;
  const field = new Float32Array(frames * positions);
  for (let t = 0; t < frames; t++) {
    for (let p = 0; p < positions; p++) {
      const at = kind === 'zone-volume' ? t * positions + p : p * frames + t;
      field[t * positions + p] = output[at] * scale;
    }
  }
  return field;
}

/** A fixed number of samples, filled piece by piece and in any order as the simulation delivers them. */
export class SampleSet {
  /** Free parameters per sample. */
  readonly inputs: number;
  /** [count, inputs], normalised. */
  readonly parameters: Float32Array;
  /** [count, …network output], metres until `scaleBy`. */
  readonly fields: Float32Array;
  /** Euclidean norm of every sample's field, in the same unit as the fields. */
  readonly norms: Float64Array;
  /** Values per field. */
  readonly size: number;
  filled = 0;

  constructor(
    readonly count: number,
    private readonly experiment: Pick<Experiment, 'scene' | 'source' | 'task'>,
  ) {
    const { grid, channels } = outputShape(experiment);
    this.size = grid.reduce((a, b) => a * b, channels);
    this.inputs = freeParameters(experiment).length;
    this.parameters = new Float32Array(count * this.inputs);
    this.fields = new Float32Array(count * this.size);
    this.norms = new Float64Array(count);
  }

  /** Puts samples in their places from `first` on; `fields` is [parameters.length, t, x, y] in metres. */
  put(first: number, parameters: readonly SampleParameters[], fields: Float32Array): void {
    parameters.forEach((values, i) => {
      const at = first + i;
      this.parameters.set(normalise(values, this.experiment), at * this.inputs);
      const own = this.fields.subarray(at * this.size, (at + 1) * this.size);
      toNetworkOrder(
        this.experiment.task,
        fields.subarray(i * this.size, (i + 1) * this.size),
        own,
      );
      this.norms[at] = norm(own);
    });
    this.filled += parameters.length;
  }

  /** Root mean square of all values: the training set's is the unit of the scaled fields. */
  rootMeanSquare(): number {
    const squares = this.norms.reduce((total, n) => total + n * n, 0);
    return Math.sqrt(squares / this.fields.length);
  }

  scaleBy(factor: number): void {
    for (let i = 0; i < this.fields.length; i++) this.fields[i] *= factor;
    for (let i = 0; i < this.norms.length; i++) this.norms[i] *= factor;
  }
}

export type SetName = 'train' | 'test';

/** The training and the test set of an experiment, scaled once both are complete. */
export class DataSets {
  readonly train: SampleSet;
  readonly test: SampleSet;
  /** Metres per unit of the scaled fields; undefined until all samples are there. */
  scale?: number;

  constructor(experiment: Pick<Experiment, 'scene' | 'source' | 'task' | 'data'>) {
    this.train = new SampleSet(experiment.data.train, experiment);
    this.test = new SampleSet(experiment.data.test, experiment);
  }

  /**
   * Puts samples in their places. The last ones complete the sets, which are then scaled by the root mean
   * square of the training set alone: the test set must stay unseen. Throws if all training fields are zero.
   */
  put(
    set: SetName,
    first: number,
    parameters: readonly SampleParameters[],
    fields: Float32Array,
  ): void {
    const { train, test } = this;
    this[set].put(first, parameters, fields);
    if (train.filled < train.count || test.filled < test.count) return;
    const scale = train.rootMeanSquare();
    if (!(scale > 0)) {
      throw new Error(
        'Every training field is zero: no wave reaches the zone before the last output time. Move the zone closer to the source or simulate longer.',
      );
    }
    train.scaleBy(1 / scale);
    test.scaleBy(1 / scale);
    this.scale = scale;
  }
}

function norm(values: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] * values[i];
  return Math.sqrt(squares);
}
