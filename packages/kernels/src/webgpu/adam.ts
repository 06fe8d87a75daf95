/**
 * Adam in place on WebGPU: weights and moments of all variables lie in one buffer (a few, where one would be larger than
 * the device allows), so that a dispatch updates as many variables as it can bind gradients, where tfjs runs some
 * fourteen dispatches for each. Recorded through tfjs's own
 * queue, so that it comes after the gradients and before the next forward pass; nothing is read back.
 */
import * as tf from '@tensorflow/tfjs-core';
import { composedUpdate, numbersOf, type AdamStep } from '../adam.ts';
import { free } from '../kernelRegistry.ts';
import { Arena, lengthInArena } from './arena.ts';
import { machineOf, range, run, type Backend } from './program.ts';
import { sumMiddle, sumOfSquares } from './reduce.ts';

/** More than fills any device, and within WebGPU's limit per dimension. */
const MOST_GROUPS = 4096;
/** Numbers of a vector. */
const WIDTH = 4;

/** Some variables, and the arena of their weights, first moments and second moments, in this order. */
interface Group {
  /** Which of the optimizer's variables they are. */
  members: readonly number[];
  arena: Arena;
}

/** The groups of each optimizer, by its first moments. */
const allGroups = new WeakMap<readonly tf.Variable[], readonly Group[]>();

/** Weight and both moments. */
const PARTS = 3;

/** Variables of these sizes, as few groups as the arenas may be large (numbers); undefined if one alone is too large. */
function grouped(sizes: readonly number[], most: number): number[][] | undefined {
  const groups: number[][] = [];
  let total = Infinity;
  for (const [member, size] of sizes.entries()) {
    const length = PARTS * lengthInArena(size);
    if (length > most) return undefined;
    total += length;
    if (total > most) {
      groups.push([]);
      total = length;
    }
    groups.at(-1)!.push(member);
  }
  return groups;
}

/** New groups; none if a variable is too large for the device. */
function createGroups(backend: Backend, variables: readonly tf.Variable[]): readonly Group[] {
  const { maxStorageBufferBindingSize, maxBufferSize } = backend.device.limits;
  const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const sizes = variables.map(({ size }) => size);
  const groups = grouped(sizes, most / Float32Array.BYTES_PER_ELEMENT) ?? [];
  return groups.map((members) => {
    const own = members.map((member) => sizes[member]);
    return { members, arena: new Arena(backend, [...own, ...own, ...own]) };
  });
}

/** The groups, with everything in its place. */
function groupsOf(
  backend: Backend,
  variables: readonly tf.Variable[],
  first: readonly tf.Variable[],
  second: readonly tf.Variable[],
): readonly Group[] {
  const groups = allGroups.get(first) ?? createGroups(backend, variables);
  allGroups.set(first, groups);
  // While tfjs only compiles, nothing is computed that could be kept.
  if (tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')) return groups;
  for (const { members, arena } of groups) {
    const tensors = [variables, first, second].flatMap((all) => members.map((at) => all[at]));
    tensors.forEach((variable, place) => {
      // What shares the data (a clone, say) must not change with it.
      if (backend.refCount(variable.dataId) > 1) {
        tf.tidy(() => variable.assign(tf.add(variable, 0)));
      }
      arena.adopt(place, variable);
    });
  }
  return groups;
}

/** Gives back the memory of an optimizer's weights and moments; the weights stay what they are. */
export function releaseAdam(first: readonly tf.Variable[]): void {
  for (const { arena } of allGroups.get(first) ?? []) arena.dispose();
  allGroups.delete(first);
}

/** WGSL of the i-th vector of a gradient; beyond its end are zeros. */
function gradientAt(k: number, isWhole: boolean): string {
  if (isWhole) return `gradient${k}[i]`;
  const each = range(WIDTH).map((c) => {
    const at = `${WIDTH} * i + ${c}`;
    return `select(0.0, gradient${k}[min(${at}, uniforms.last${k})], ${at} <= uniforms.last${k})`;
  });
  return `vec4<f32>(${each.join(', ')})`;
}

/** One dispatch for the variables at these places of a group. */
function update(
  backend: Backend,
  { members, arena }: Group,
  places: readonly number[],
  gradients: readonly tf.Tensor[],
  step: AdamStep,
  numbers: tf.TensorInfo,
  total: tf.TensorInfo | undefined,
): void {
  const own = places.map((place) => gradients[members[place]]);
  const sizes = own.map(({ size }) => size);
  const whole = sizes.map((size) => size % WIDTH === 0);
  const updates = places.map(
    (_, k) => `
      for (var i = index; i < uniforms.size${k}; i += uniforms.threads) {
        let g = ${gradientAt(k, whole[k])} * factor;
        let t = uniforms.theta${k} + i;
        let a = uniforms.first${k} + i;
        let b = uniforms.second${k} + i;
        let m = uniforms.beta1 * result[a] + uniforms.rest1 * g;
        let v = uniforms.beta2 * result[b] + uniforms.rest2 * g * g;
        result[a] = m;
        result[b] = v;
        result[t] = result[t] * (1.0 - numbers[0] * uniforms.decay${k})
          - numbers[1] * uniforms.factor${k} * m / (sqrt(v / numbers[2]) + uniforms.epsilon);
      }`,
  );
  const { workgroup } = machineOf(backend);
  const vectors = sizes.map((size) => Math.ceil(size / WIDTH));
  const threads = Math.min(MOST_GROUPS * workgroup, Math.max(...vectors));
  const count = members.length;
  const start = (place: number) => arena.starts[place] / WIDTH;
  run(backend, {
    key: `adam_${whole.map((one) => (one ? 4 : 1)).join('')}_${total ? 'clipped' : ''}`,
    code: `
      fn main(index : i32) {
        if (index >= uniforms.threads) { return; }
        let factor = ${total ? 'min(1.0, uniforms.clip / (sqrt(total[0]) + 1e-12))' : '1.0'};
        ${updates.join('\n')}
      }`,
    inputs: [
      ['numbers', numbers, 1],
      ...own.map((gradient, k): [string, tf.TensorInfo, number] => [
        `gradient${k}`,
        gradient,
        whole[k] ? WIDTH : 1,
      ]),
      ...(total ? [['total', total, 1] as [string, tf.TensorInfo, number]] : []),
    ],
    outputShape: arena.tensor.shape,
    outputWidth: WIDTH,
    output: arena.tensor,
    invocations: threads,
    workgroup,
    integers: {
      threads,
      ...Object.fromEntries(
        places.flatMap((place, k) => [
          [`size${k}`, vectors[k]],
          [`last${k}`, sizes[k] - 1],
          [`theta${k}`, start(place)],
          [`first${k}`, start(count + place)],
          [`second${k}`, start(2 * count + place)],
        ]),
      ),
    },
    floats: {
      ...Object.fromEntries(
        places.flatMap((place, k) => {
          const factor = step.factors?.[members[place]] ?? 1;
          const decays = own[k].rank > 1;
          return [
            [`factor${k}`, factor],
            [`decay${k}`, decays ? factor * step.decay : 0],
          ];
        }),
      ),
      beta1: step.beta1,
      beta2: step.beta2,
      // In float32 the difference would be off by 1e-5 for β₂ = 0.999.
      rest1: 1 - step.beta1,
      rest2: 1 - step.beta2,
      epsilon: step.epsilon,
      clip: step.clip,
    },
  });
}

/** The squared norm of all gradients together. */
function squaredNorm(backend: Backend, gradients: readonly tf.TensorInfo[]): tf.TensorInfo {
  const partial = sumOfSquares(backend, gradients);
  const total = sumMiddle(backend, partial, [1, partial.shape[0], 1]);
  free(backend, partial);
  return total;
}

/**
 * Updates the variables and both moments; the gradients have the variables' shapes. See `AdamUpdate`. All
 * tensors must be float32 and on the WebGPU backend.
 */
export function adamUpdate(
  variables: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
  first: readonly tf.Variable[],
  second: readonly tf.Variable[],
  step: AdamStep,
): void {
  const backend = tf.backend() as unknown as Backend;
  const groups = groupsOf(backend, variables, first, second);
  if (groups.length === 0) {
    composedUpdate(variables, gradients, first, second, step);
    return;
  }
  const numbers = step.numbers ?? tf.tensor1d(numbersOf(step));
  const total = step.clip > 0 ? squaredNorm(backend, gradients) : undefined;
  // The arena, the numbers and perhaps the norm are bound besides the gradients.
  const others = total ? 3 : 2;
  const together = backend.device.limits.maxStorageBuffersPerShaderStage - others;
  for (const group of groups) {
    const sizes = group.members.map((member) => variables[member].size);
    // Those of like size share a dispatch, which is as long as its largest.
    const order = range(sizes.length).toSorted((a, b) => sizes[b] - sizes[a]);
    for (let from = 0; from < order.length; from += together) {
      const places = order.slice(from, from + together);
      update(backend, group, places, gradients, step, numbers, total);
    }
  }
  if (total) free(backend, total);
}
