/**
 * Adam in place on WebGPU: one dispatch for as many variables as the device binds buffers for (two with WebGPU's
 * least limit of eight), where tfjs runs some fourteen for each. Recorded through tfjs's own queue, so that it
 * comes after the gradients and before the next forward pass; nothing is read back, and nothing is allocated
 * but what tfjs's pool has already.
 */
import * as tf from '@tensorflow/tfjs-core';
import { rateOf, type AdamStep } from '../adam.ts';
import { compiled } from './pipelines.ts';
import { free } from '../kernelRegistry.ts';
import { range, vectorType, type Backend, type UniformData } from './program.ts';
import { sumMiddle, sumOfSquares } from './reduce.ts';

/** Variable, first and second moment, gradient. */
const BUFFERS_EACH = 4;

const GROUP = 64;
/** More than fills any device, and within WebGPU's limit per dimension. */
const MOST_GROUPS = 4096;

interface Slot {
  /** Its learning rate. */
  rate: number;
  variable: tf.Variable;
  first: tf.Variable;
  second: tf.Variable;
  gradient: tf.TensorInfo;
}

/** Makes `variable` the only owner of its data: what shares them (a clone, say) must not change with it. */
function own(backend: Backend, variable: tf.Variable): void {
  if (backend.refCount(variable.dataId) > 1) {
    tf.tidy(() => variable.assign(tf.add(variable, 0)));
  }
  backend.uploadToGPU(variable.dataId);
  // A read-back that was under way would leave old values in tfjs's cache: there must be none.
  Object.defineProperty(backend.tensorMap.get(variable.dataId), 'values', {
    get: () => null,
    set: () => {},
    configurable: true,
  });
}

/** Uniforms. What is 1 − β comes ready: in float32 the difference would be off by 1e-5 for β₂ = 0.999. */
const FIELDS = ['beta1', 'rest1', 'beta2', 'rest2', 'epsilon', 'correction2', 'clip'] as const;

const fieldsOf = (step: AdamStep): Record<(typeof FIELDS)[number], number> => ({
  ...step,
  rest1: 1 - step.beta1,
  rest2: 1 - step.beta2,
});

function code(widths: readonly number[], clipped: boolean): string {
  const names = widths.flatMap((_, k) => [`theta${k}`, `first${k}`, `second${k}`, `gradient${k}`]);
  const buffers = names.map((name, i) => {
    const access = name.startsWith('gradient') ? 'read' : 'read_write';
    const type = vectorType(widths[Math.floor(i / BUFFERS_EACH)]);
    return `@group(0) @binding(${i}) var<storage, ${access}> ${name} : array<${type}>;`;
  });
  const all = clipped ? [...names, 'total'] : names;
  if (clipped) {
    buffers.push(`@group(0) @binding(${names.length}) var<storage, read> total : array<f32>;`);
  }
  // tfjs's own uniforms come first: two numbers, then shape and stride of every tensor.
  const shapes = all.map((name) => `${name}Shape : i32, ${name}Stride : i32,`).join(' ');
  const sizes = widths
    .map((_, k) => `size${k} : i32, keep${k} : f32, stepSize${k} : f32,`)
    .join(' ');
  const updates = widths.map(
    (_, k) => `
      for (var i = i32(id.x); i < uniforms.size${k}; i += uniforms.threads) {
        let g = gradient${k}[i] * factor;
        let m = uniforms.beta1 * first${k}[i] + uniforms.rest1 * g;
        let v = uniforms.beta2 * second${k}[i] + uniforms.rest2 * g * g;
        first${k}[i] = m;
        second${k}[i] = v;
        theta${k}[i] = theta${k}[i] * uniforms.keep${k}
          - uniforms.stepSize${k} * m / (sqrt(v / uniforms.correction2) + uniforms.epsilon);
      }`,
  );
  return `
    struct Uniforms { nan : f32, infinity : f32, ${shapes} ${FIELDS.map((f) => `${f} : f32,`).join(' ')} ${sizes} threads : i32 };
    ${buffers.join('\n')}
    @group(0) @binding(${all.length}) var<uniform> uniforms : Uniforms;
    @compute @workgroup_size(${GROUP}) fn _start(@builtin(global_invocation_id) id : vec3<u32>) {
      let factor = ${clipped ? 'min(1.0, uniforms.clip / (sqrt(total[0]) + 1e-12))' : '1.0'};
      ${updates.join('\n')}
    }`;
}

function update(
  backend: Backend,
  slots: readonly Slot[],
  step: AdamStep,
  total: tf.TensorInfo | undefined,
): void {
  const sizes = slots.map(({ variable }) => variable.size);
  const widths = sizes.map((size) => (size % 4 === 0 ? 4 : 1));
  const key = `slim_adam_${widths.join('')}_${total ? 'clipped' : ''}`;
  const pipeline = compiled(backend, key, () => code(widths, total !== undefined));
  if (!pipeline) return;
  const flat = ({ dataId, dtype, shape }: tf.TensorInfo): tf.TensorInfo => ({
    dataId,
    dtype,
    shape: [tf.util.sizeFromShape(shape)],
  });
  const tensors = slots.flatMap(({ variable, first, second, gradient }) =>
    [variable, first, second, gradient].map(flat),
  );
  if (total) tensors.push(flat(total));
  const fields = fieldsOf(step);
  const uniforms = FIELDS.map((field): UniformData => ({
    type: 'float32',
    data: [fields[field]],
  }));
  slots.forEach(({ variable, rate }, k) => {
    const keep = variable.rank > 1 ? 1 - rate * step.decay : 1;
    uniforms.push(
      { type: 'int32', data: [sizes[k] / widths[k]] },
      { type: 'float32', data: [keep] },
      { type: 'float32', data: [rate / step.correction1] },
    );
  });
  const most = Math.max(...sizes.map((size, k) => size / widths[k]));
  const groups = Math.min(MOST_GROUPS, Math.ceil(most / GROUP));
  uniforms.push({ type: 'int32', data: [groups * GROUP] });
  const program = {
    pipeline,
    variableNames: [],
    outputShape: tensors[0].shape,
    workgroupSize: [GROUP, 1, 1] as [number, number, number],
    dispatchLayout: { x: [0] },
    dispatch: [groups, 1, 1] as [number, number, number],
    shaderKey: key,
    getUserCode: () => '',
  };
  backend.recordAndSubmit(program, tensors[0], tensors.slice(1), uniforms);
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
  // While tfjs only compiles, nothing is computed that could be kept.
  if (!tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')) {
    for (const variable of [...variables, ...first, ...second]) own(backend, variable);
  }
  for (const gradient of gradients) backend.uploadToGPU(gradient.dataId);
  const total = step.clip > 0 ? squaredNorm(backend, gradients) : undefined;
  const limit = backend.device.limits.maxStorageBuffersPerShaderStage;
  const together = Math.max(1, Math.floor((limit - (total ? 1 : 0)) / BUFFERS_EACH));
  // Those of like size share a dispatch, which is as long as its largest.
  const order = range(variables.length).toSorted((a, b) => variables[b].size - variables[a].size);
  for (let from = 0; from < order.length; from += together) {
    const slots = order.slice(from, from + together).map((i) => ({
      rate: rateOf(step, i),
      variable: variables[i],
      first: first[i],
      second: second[i],
      gradient: gradients[i],
    }));
    update(backend, slots, step, total);
  }
  if (total) free(backend, total);
}
