/**
 * Samples as a network sees them: normalised parameters or a scaled field in, a scaled field out.
 *
 * A recorded field is [t, x, y] or [t, s] in metres. Where the times are a network's channels it wants [x, y, t]; else the
 * memory of the recording as it is, which is the same thing with one channel.
 */
import type { Experiment } from '../experiment/schema.ts';
import { product } from '../math.ts';
import { silentNorm, type FrameLayout } from '../metrics.ts';
import { taskIo, type Planned } from '../experiment/taskIo.ts';
import { originOf, taskOf } from '../tasks/index.ts';
import { frameLayout } from '../tasks/task.ts';
import { channelStatistics } from '../statistics.ts';
import {
  inUnitsOf,
  pairOf,
  scaleLast,
  standardising,
  UNSCALED,
  type Scaling,
  type GivenScaling,
} from './scaling.ts';

type Task = Experiment['task'];

/** [t, x, y] → the memory order of the task's network output. */
export function toNetworkOrder(task: Task, field: Float32Array, out: Float32Array): void {
  const { count: frames } = taskOf({ task }).channels(task);
  if (frames === 1) {
    out.set(field);
    return;
  }
  const positions = field.length / frames;
  for (let t = 0; t < frames; t++) {
    for (let p = 0; p < positions; p++) out[p * frames + t] = field[t * positions + p];
  }
}

/** The inverse of `toNetworkOrder`, in the units that `scaling` leads back to. */
export function fromNetworkOrder(
  task: Task,
  output: ArrayLike<number>,
  scaling: Scaling,
): Float32Array {
  const { count: frames } = taskOf({ task }).channels(task);
  const positions = output.length / frames;
  const field = new Float32Array(output.length);
  for (let t = 0; t < frames; t++) {
    const [mean, unit] = pairOf(scaling, t);
    for (let p = 0; p < positions; p++) {
      field[t * positions + p] = output[p * frames + t] * unit + mean;
    }
  }
  return field;
}

/** A fixed number of samples, filled piece by piece and in any order as the simulation delivers them. */
export class SampleSet {
  /** Shape of one sample's input. */
  readonly inputShape: readonly number[];
  /** Values of one sample's input. */
  readonly inputSize: number;
  /** [count, …input]: normalised parameters, or a field in SI units until `scale`. */
  readonly inputs: Float32Array;
  /** [count, …network output], metres until `scale`; own data comes scaled. */
  readonly fields: Float32Array;
  /** Euclidean norm of every sample's field, in the same unit as the fields. */
  readonly norms: Float64Array;
  /** Values per field. */
  readonly size: number;
  /** Where the frames of a field are. */
  readonly frames: FrameLayout;
  filled = 0;

  constructor(
    readonly count: number,
    private readonly experiment: Planned,
  ) {
    const { input, grid, channels } = taskIo(experiment);
    this.size = channels * product(grid);
    this.frames = frameLayout(taskOf(experiment), experiment.task);
    this.inputShape = input;
    this.inputSize = product(input);
    this.inputs = new Float32Array(count * this.inputSize);
    this.fields = new Float32Array(count * this.size);
    this.norms = new Float64Array(count);
  }

  /** Puts samples in their places from `first` on; `fields` is [samples, …recording] in metres. */
  put(first: number, inputs: Float32Array, fields: Float32Array): void {
    const samples = fields.length / this.size;
    this.inputs.set(inputs, first * this.inputSize);
    for (let i = 0; i < samples; i++) {
      const at = first + i;
      const own = this.fields.subarray(at * this.size, (at + 1) * this.size);
      toNetworkOrder(
        this.experiment.task,
        fields.subarray(i * this.size, (i + 1) * this.size),
        own,
      );
      this.norms[at] = norm(own);
    }
    this.filled += samples;
  }

  /** Root mean square of all values: the training set's is the unit of the scaled fields. */
  rootMeanSquare(): number {
    const squares = this.norms.reduce((total, n) => total + n * n, 0);
    return Math.sqrt(squares / this.fields.length);
  }

  /**
   * How the inputs are scaled by this set. Numbers are normalised already. A field of one channel oscillates about zero
   * and is divided by its root mean square; channels of a field are quantities of their own, each with its mean and
   * deviation, as in own data.
   */
  inputScaling(): Scaling {
    if (this.inputShape.length === 1) return UNSCALED;
    const { inputs, channels } = this;
    if (channels === 1) {
      const squares = inputs.reduce((total, u) => total + u * u, 0);
      return inUnitsOf(Math.sqrt(squares / inputs.length));
    }
    const samples = inputs.length / channels;
    return standardising(channelStatistics(inputs, { samples, channels, size: 1 }));
  }

  /** Channels of a field as input, otherwise how many numbers there are. */
  private get channels(): number {
    return this.inputShape.at(-1)!;
  }

  /** Divides fields by their unit and scales inputs. */
  scale(unit: number, input: Scaling): void {
    for (let i = 0; i < this.fields.length; i++) this.fields[i] /= unit;
    for (let i = 0; i < this.norms.length; i++) this.norms[i] /= unit;
    if (input !== UNSCALED) scaleLast(this.inputs, input, this.channels);
  }
}

/** shifted: test samples from another distribution, in tasks that have one. */
export const setNames = ['train', 'test', 'shifted'] as const;
export type SetName = (typeof setNames)[number];

/** How many samples each set has. */
export const sampleCounts = (
  experiment: Pick<Experiment, 'task' | 'data'>,
): Readonly<Record<SetName, number>> => ({
  train: experiment.data.train,
  test: experiment.data.test,
  shifted: originOf(experiment).shifted ? experiment.data.test : 0,
});

/** The training and the test sets of an experiment, scaled once all are complete. */
export class DataSets {
  readonly train: SampleSet;
  readonly test: SampleSet;
  readonly shifted: SampleSet;
  /** From the scaled fields to metres, or to the values of a file; undefined until all samples are there. */
  scaling?: Scaling;
  /** See `SetScaling`. */
  least?: number;
  /** The same for a field as input. */
  inputScaling: Scaling = UNSCALED;
  /** Of the points of a file's grid, in its unit of length; undefined where it does not say. */
  spacing?: GivenScaling['spacing'];

  constructor(experiment: Pick<Experiment, 'scene' | 'source' | 'task' | 'data'>) {
    const counts = sampleCounts(experiment);
    this.train = new SampleSet(counts.train, experiment);
    this.test = new SampleSet(counts.test, experiment);
    this.shifted = new SampleSet(counts.shifted, experiment);
  }

  /**
   * Puts samples in their places. The last ones complete the sets. Samples of own data are scaled already, as `given`
   * says; others are then divided by the root mean square of the training set alone: the test set must stay unseen.
   * Throws if all training fields are zero.
   */
  put(
    set: SetName,
    first: number,
    inputs: Float32Array,
    fields: Float32Array,
    given?: GivenScaling,
  ): void {
    const { train } = this;
    this[set].put(first, inputs, fields);
    const all = setNames.map((name) => this[name]);
    if (all.some(({ filled, count }) => filled < count)) return;
    if (given) {
      this.scaling = given.output;
      this.inputScaling = given.input;
      this.least = given.least;
      this.spacing = given.spacing;
      return;
    }
    const scale = train.rootMeanSquare();
    if (!(scale > 0)) {
      throw new Error(
        'Every training field is zero: no wave reaches the zone before the last output time. Move the zone closer to the source or simulate longer.',
      );
    }
    const input = train.inputScaling();
    for (const one of all) one.scale(scale, input);
    this.scaling = inUnitsOf(scale);
    this.inputScaling = input;
  }

  /** How many samples of each set are silent (`SILENT`), as relative errors leave them out; call when complete. */
  silent(): Readonly<Record<SetName, number>> {
    const count = ({ norms, size }: SampleSet) =>
      norms.filter((n) => !(n >= silentNorm(size))).length;
    return { train: count(this.train), test: count(this.test), shifted: count(this.shifted) };
  }
}

function norm(values: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i] * values[i];
  return Math.sqrt(squares);
}
