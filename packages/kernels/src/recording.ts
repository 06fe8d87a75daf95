/** Which kernels a computation runs, on what and in which order, so that they can be run again without it. */
import * as tf from '@tensorflow/tfjs-core';

/** Where data stand in a recording; views of the same data share a place. */
type Place = number;

interface Call {
  kernel: tf.KernelConfig;
  parameters: Parameters<tf.KernelFunc>[0];
  /** Inputs, whose data are put in before the call. */
  uses: { info: tf.TensorInfo; place: Place }[];
  /** Undefined for results that nobody wanted. */
  made: (Place | undefined)[];
  /** Data that no later call needs. */
  freed: Place[];
}

const placesOf = ({ made }: Call): Place[] => made.filter((place) => place !== undefined);

/** A tensor that the computation returned. */
interface Result {
  place: Place;
  shape: number[];
  dtype: tf.DataType;
}

/** Notes the outermost kernels of a computation: those that kernels call in turn are their own affair. */
class Recorder {
  readonly calls: Call[] = [];
  readonly constants: { place: Place; tensor: tf.Tensor }[] = [];
  private readonly places = new Map<object, Place>();
  private inside = false;

  constructor(
    private readonly backend: tf.KernelBackend,
    given: readonly tf.Tensor[],
  ) {
    for (const { dataId } of given) this.newPlace(dataId);
  }

  private newPlace(dataId: object): Place {
    const place = this.places.size;
    this.places.set(dataId, place);
    return place;
  }

  /** Data that no kernel made are numbers that the computation itself wrote: they stay as they are. */
  place({ dataId, shape, dtype }: tf.TensorInfo): Place {
    const known = this.places.get(dataId);
    if (known !== undefined) return known;
    const place = this.newPlace(dataId);
    this.backend.incRef(dataId);
    const tensor = tf.keep(tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype }));
    this.constants.push({ place, tensor });
    return place;
  }

  call(
    kernel: tf.KernelConfig,
    shipped: tf.KernelFunc,
    parameters: Call['parameters'],
  ): ReturnType<tf.KernelFunc> {
    if (this.inside) return shipped(parameters);
    const { own, uses } = this.inputs(parameters.inputs);
    this.inside = true;
    const made = shipped(parameters);
    this.inside = false;
    const outputs: (tf.TensorInfo | undefined)[] = [made].flat();
    // The same data under another shape need no call.
    if (outputs.every((info) => !info || this.places.has(info.dataId))) return made;
    const places = outputs.map((info) => info && this.newPlace(info.dataId));
    this.calls.push({
      kernel,
      parameters: { ...parameters, inputs: own },
      uses,
      made: places,
      freed: [],
    });
    return made;
  }

  /** Inputs of our own, into which other data can be put. */
  private inputs(given: Call['parameters']['inputs']) {
    const uses: Call['uses'] = [];
    const copy = (input: tf.TensorInfo | undefined): tf.TensorInfo | undefined => {
      if (!input) return input;
      const { dataId, shape, dtype } = input;
      const info = { dataId, shape, dtype };
      uses.push({ info, place: this.place(input) });
      return info;
    };
    const own = Array.isArray(given)
      ? (given as tf.TensorInfo[]).map(copy)
      : Object.fromEntries(Object.entries(given).map(([name, input]) => [name, copy(input)]));
    return { own: own as Call['parameters']['inputs'], uses };
  }
}

/** Has the recorder called in place of every kernel of the backend while it computes. */
function watched<T>(recorder: Recorder, compute: () => T): T {
  const kernels = tf.getKernelsForBackend(tf.getBackend());
  const shipped = kernels.map(({ kernelFunc }) => kernelFunc);
  kernels.forEach((kernel, i) => {
    kernel.kernelFunc = (parameters) => recorder.call(kernel, shipped[i], parameters);
  });
  try {
    return compute();
  } finally {
    kernels.forEach((kernel, i) => (kernel.kernelFunc = shipped[i]));
  }
}

/** Lets every call free what no later one needs. */
function freeEarly(calls: readonly Call[], results: readonly Result[]): void {
  const kept = new Set(results.map(({ place }) => place));
  const needed = new Set<Place>();
  for (const call of calls.toReversed()) {
    const touched = [...call.uses.map(({ place }) => place), ...placesOf(call)];
    for (const place of touched) {
      if (!needed.has(place) && !kept.has(place)) call.freed.push(place);
      needed.add(place);
    }
  }
  const made = new Set(calls.flatMap(placesOf));
  for (const call of calls) call.freed = call.freed.filter((place) => made.has(place));
}

export class Recording {
  /** By place. */
  private readonly data: object[] = [];

  private constructor(
    private readonly backend: tf.KernelBackend,
    private readonly calls: readonly Call[],
    private readonly constants: Recorder['constants'],
    private readonly results: readonly Result[],
  ) {
    for (const { place, tensor } of constants) this.data[place] = tensor.dataId;
  }

  /** Computes on the current backend and records it. Every given tensor must have data of its own. */
  static of(
    given: readonly tf.Tensor[],
    compute: () => tf.Tensor[],
  ): { tensors: tf.Tensor[]; recording: Recording } {
    const backend = tf.backend();
    const recorder = new Recorder(backend, given);
    const tensors = watched(recorder, compute);
    const results = tensors.map((tensor) => {
      const { shape, dtype } = tensor;
      return { place: recorder.place(tensor), shape, dtype };
    });
    freeEarly(recorder.calls, results);
    const { calls, constants } = recorder;
    return { tensors, recording: new Recording(backend, calls, constants, results) };
  }

  /** Whether it was made on what is the current backend now. */
  get current(): boolean {
    return this.backend === tf.backend();
  }

  /** Runs the kernels again, on these tensors in place of those that were given before. */
  run(given: readonly tf.Tensor[]): tf.Tensor[] {
    const { calls, data } = this;
    given.forEach(({ dataId }, place) => (data[place] = dataId));
    let done = 0;
    try {
      for (; done < calls.length; done++) this.repeat(calls[done]);
    } catch (error) {
      this.freeAfter(done);
      throw error;
    }
    return this.tensors();
  }

  private repeat({ kernel, parameters, uses, made, freed }: Call): void {
    const { backend, data } = this;
    for (const { info, place } of uses) info.dataId = data[place];
    const output = kernel.kernelFunc(parameters);
    if (Array.isArray(output)) {
      made.forEach((place, i) => {
        if (place !== undefined) data[place] = output[i].dataId;
      });
    } else data[made[0]!] = output.dataId;
    for (const place of freed) backend.disposeData(data[place]);
  }

  /** After so many calls, of which the next one failed. */
  private freeAfter(done: number): void {
    const past = this.calls.slice(0, done);
    const freed = new Set(past.flatMap((call) => call.freed));
    const left = past.flatMap(placesOf).filter((place) => !freed.has(place));
    for (const place of left) this.backend.disposeData(this.data[place]);
  }

  private tensors(): tf.Tensor[] {
    const made = new Set(this.calls.flatMap(placesOf));
    return this.results.map(({ place, shape, dtype }) => {
      const dataId = this.data[place];
      // Data of others, and those returned twice, get an owner more.
      if (!made.delete(place)) this.backend.incRef(dataId);
      return tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype });
    });
  }

  dispose(): void {
    tf.dispose(this.constants.map(({ tensor }) => tensor));
  }
}
