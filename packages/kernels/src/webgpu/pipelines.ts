/** Pipelines for WGSL that tfjs would not write, in tfjs's own cache. */
import * as tf from '@tensorflow/tfjs-core';

interface PipelineOwner {
  device: {
    createShaderModule(descriptor: { code: string }): object;
    createComputePipeline(descriptor: object): object;
    createComputePipelineAsync(descriptor: object): Promise<object>;
  };
  pipelineCache: Record<string, unknown>;
}

/**
 * The pipeline of WGSL whose entry point is `_start`, made at the first call. Undefined while tfjs only
 * compiles (WEBGPU_ENGINE_COMPILE_ONLY); then `checkCompileCompletionAsync` waits for it.
 */
export function compiled(
  backend: PipelineOwner,
  key: string,
  code: () => string,
): object | undefined {
  const onlyCompile = tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');
  if (!(key in backend.pipelineCache)) {
    const module = backend.device.createShaderModule({ code: code() });
    const descriptor = { compute: { module, entryPoint: '_start' }, layout: 'auto', label: key };
    backend.pipelineCache[key] = onlyCompile
      ? backend.device.createComputePipelineAsync(descriptor)
      : backend.device.createComputePipeline(descriptor);
  }
  return onlyCompile ? undefined : (backend.pipelineCache[key] as object);
}
