/** A chain of convolution stages and its gradients as kernels of the wasm backend: see `../../chain.ts`. */
import type * as tf from '@tensorflow/tfjs-core';
import {
  chainWork,
  type ChainAttributes,
  type ChainGradientAttributes,
  type ChainStage,
} from '../../chain.ts';
import { free } from '../../kernelRegistry.ts';
import { sizeOf } from '../../shape.ts';
import type { JobName } from '../jobs.ts';
import { FLOAT, type Backend } from '../kernels.ts';
import { fastLoops, view } from '../loops.ts';
import { partCount, runJob } from '../threads.ts';
import { arranged, arrangementsOf, disarranged } from './filters.ts';
import { chainGeometry, chainPlaces, type ChainPlaces } from './parameters.ts';
import {
  gridOf,
  MOST_SUMS,
  planChain,
  sizeOfStage,
  sumsOf,
  type ChainPlan,
  type Grid,
  type Pass,
} from './plan.ts';

type Inputs = Record<string, tf.TensorInfo>;

interface Planned {
  plan: ChainPlan;
  geometry: readonly number[];
  sums: ReturnType<typeof sumsOf>;
  /** As many zeros as any stage has inputs or outputs, then a 1. */
  constants: Float32Array;
}

/**
 * Made once, and copied: Firefox 153 optimizes a number that is stored in an array right after `fill` so that the array is filled
 * after it (not with `javascript.options.ion` off).
 */
function constantsOf(stages: readonly ChainStage[]): Float32Array {
  const widest = Math.max(...stages.flatMap(({ inputs, outputs }) => [inputs, outputs]));
  return Float32Array.from({ length: widest + 1 }, (_, i) => (i === widest ? 1 : 0));
}

/** By the list of stages, then by grid and pass. */
const known = new WeakMap<readonly ChainStage[], Map<string, Planned>>();

function planned(stages: readonly ChainStage[], grid: Grid, pass: Pass): Planned {
  const all = known.get(stages) ?? new Map<string, Planned>();
  known.set(stages, all);
  const key = `${grid.points.join()},${pass}`;
  const old = all.get(key);
  if (old) return old;
  const shapes = stages.map((stage) => ({
    ...stage,
    depthwise: stage.kind === 'depthwise',
    size: sizeOfStage(stage),
  }));
  const fresh = {
    plan: planChain(shapes, grid.points, pass),
    geometry: chainGeometry(stages, grid, pass),
    sums: sumsOf(shapes),
    constants: constantsOf(stages),
  };
  all.set(key, fresh);
  return fresh;
}

/** What a pass makes: memory for itself, to be freed after it, and results, to be freed if it fails. */
class Scratch {
  private readonly tensors: tf.TensorInfo[] = [];
  private readonly results: tf.TensorInfo[] = [];

  private constructor(private readonly backend: Backend) {}

  floats(count: number): tf.TensorInfo {
    const tensor = this.backend.makeOutput([count], 'float32');
    this.tensors.push(tensor);
    return tensor;
  }

  result(shape: number[]): tf.TensorInfo {
    const tensor = this.backend.makeOutput(shape, 'float32');
    this.results.push(tensor);
    return tensor;
  }

  static during<T>(backend: Backend, compute: (scratch: Scratch) => T): T {
    const scratch = new Scratch(backend);
    try {
      return compute(scratch);
    } catch (error) {
      free(backend, ...scratch.results);
      throw error;
    } finally {
      free(backend, ...scratch.tensors);
    }
  }
}

const addressOf = (backend: Backend, { dataId }: tf.TensorInfo): number =>
  backend.getMemoryOffset(dataId);

/** The filters as the loops need them: as they are, or in an arrangement of their own. */
function filterAddresses(
  backend: Backend,
  stages: readonly ChainStage[],
  filters: readonly tf.TensorInfo[],
  scratch: Scratch,
  turned: boolean,
): number[] {
  const arrangements = arrangementsOf(stages);
  return filters.map((filter, i) => {
    const order = arrangements[i][turned ? 'turned' : 'forward'];
    if (!order) return addressOf(backend, filter);
    const copy = scratch.floats(order.length);
    arranged(view(backend, filter), view(backend, copy), order);
    return addressOf(backend, copy);
  });
}

interface Run {
  name: JobName;
  backend: Backend;
  stages: readonly ChainStage[];
  filters: readonly tf.TensorInfo[];
  grid: Grid;
  planned: Planned;
  scratch: Scratch;
  /** How often every multiply-accumulate of the forward pass is done. */
  passes: number;
  /** Pieces of work: there are no more parts than these. */
  units: number;
}

/** Runs a job on the given tensors with memory for each of its parts. */
function run(
  {
    name,
    backend,
    stages,
    filters,
    grid,
    planned: { plan, geometry, constants },
    scratch,
    passes,
    units,
  }: Run,
  places: Omit<ChainPlaces, 'batch' | 'memory' | 'zeros' | 'one' | 'bias'>,
  bias?: tf.TensorInfo,
): void {
  const work = passes * chainWork(stages, grid.batch * sizeOf([...grid.points]));
  const parts = Math.min(units, partCount(backend, work));
  const memory = scratch.floats((parts * plan.bytes) / FLOAT);
  const widest = constants.length - 1;
  const values = scratch.floats(constants.length);
  const forward = filterAddresses(backend, stages, filters, scratch, false);
  const turned = passes > 1 ? filterAddresses(backend, stages, filters, scratch, true) : forward;
  view(backend, values).set(constants);
  const zeros = addressOf(backend, values);
  const all = {
    ...places,
    batch: grid.batch,
    memory: addressOf(backend, memory),
    zeros,
    one: zeros + widest * FLOAT,
    bias: bias ? addressOf(backend, bias) : zeros,
  };
  const parameters = geometry.concat(
    chainPlaces(
      all,
      forward.map((filter, i) => ({ filter, turned: turned[i] })),
    ),
  );
  runJob(backend, name, fastLoops(backend)!, parameters, work, parts);
}

const filtersOf = (inputs: Inputs, stages: readonly ChainStage[]): tf.TensorInfo[] =>
  stages.map((_, i) => inputs[i + 1]);

/**
 * From inputs 0: x, 1…: filters, then a bias: y, and in training what is kept for the gradients, under the shape of one number:
 * tfjs would make zeros as the gradient of a whole one.
 */
export const chain = (
  backend: Backend,
  inputs: Inputs,
  { stages, training }: ChainAttributes,
): tf.TensorInfo[] =>
  Scratch.during(backend, (scratch) => {
    const x = inputs[0];
    const grid = gridOf(x.shape);
    const { outputs } = stages[stages.length - 1];
    const y = scratch.result([...x.shape.slice(0, -1), outputs]);
    const all = planned(stages, grid, training ? 'forward for training' : 'forward');
    const { plan } = all;
    const keptNumbers = Math.max(1, (grid.batch * plan.kept.bytes) / FLOAT);
    const kept = training ? scratch.result([keptNumbers]) : undefined;
    const filters = filtersOf(inputs, stages);
    const units = grid.batch * plan.strips.count;
    const common = { backend, stages, filters, grid, planned: all, scratch };
    run(
      { name: 'chainForward', ...common, passes: 1, units },
      {
        x: addressOf(backend, x),
        y: addressOf(backend, y),
        dx: 0,
        kept: kept ? addressOf(backend, kept) : 0,
        sums: 0,
        sumCount: 0,
      },
      inputs[stages.length + 1],
    );
    return kept ? [y, { ...kept, shape: [1] }] : [y];
  });

/** The sums of all parts of the batch, in their order: the same for any number of threads. */
function total(values: Float32Array, count: number): Float32Array {
  const size = values.length / count;
  const sum = values.slice(0, size);
  for (let part = 1; part < count; part++) {
    const from = part * size;
    for (let i = 0; i < size; i++) sum[i] += values[from + i];
  }
  return sum;
}

/** The gradients of inputs 0: x, if it is wanted, 1…: filters, then of the bias; inputs as above, dy and what was kept. */
export const chainGradient = (
  backend: Backend,
  inputs: Inputs,
  { stages, wantsX, biased }: ChainGradientAttributes,
): tf.TensorInfo[] =>
  Scratch.during(backend, (scratch) => {
    const { 0: x, dy, kept } = inputs;
    const grid = gridOf(x.shape);
    const all = planned(stages, grid, wantsX ? 'backward' : 'backward without x');
    const filters = filtersOf(inputs, stages);
    const dx = wantsX ? scratch.result(x.shape) : undefined;
    // A filter along one axis may come without the axes of length 1.
    const dFilters = filters.map(({ shape }) => scratch.result(shape));
    const { outputs } = stages[stages.length - 1];
    const dBias = biased ? scratch.result([outputs]) : undefined;
    const sumCount = Math.min(MOST_SUMS, grid.batch * all.plan.strips.count);
    const sums = scratch.floats((sumCount * all.sums.bytes) / FLOAT);
    const common = { backend, stages, filters, grid, planned: all, scratch };
    run(
      { name: 'chainBackward', ...common, passes: 2, units: sumCount },
      {
        x: addressOf(backend, x),
        y: addressOf(backend, dy),
        dx: dx ? addressOf(backend, dx) : 0,
        kept: addressOf(backend, kept),
        sums: addressOf(backend, sums),
        sumCount,
      },
    );
    const values = total(view(backend, sums), sumCount);
    const arrangements = arrangementsOf(stages);
    dFilters.forEach((gradient, i) => {
      const from = all.sums.offsets[i] / FLOAT;
      const own = values.subarray(from, from + sizeOf(gradient.shape));
      disarranged(own, view(backend, gradient), arrangements[i].gradient);
    });
    const bias = all.sums.bias / FLOAT;
    if (dBias) view(backend, dBias).set(values.subarray(bias, bias + outputs));
    return [...(dx ? [dx] : []), ...dFilters, ...(dBias ? [dBias] : [])];
  });
