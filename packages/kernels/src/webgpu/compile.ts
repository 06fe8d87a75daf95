/**
 * Compiles the pipelines of a computation in parallel, instead of one after the other when each is first needed.
 *
 * tfjs has a mode for it (`WEBGPU_ENGINE_COMPILE_ONLY`): kernels are asked for their pipelines and nothing is
 * dispatched. Its own way to wait, `checkCompileCompletionAsync`, puts `undefined` into the place of every pipeline
 * that is added while it waits, and a kernel that needs an unfinished pipeline meanwhile throws. So the mode is given
 * a cache of its own here, and only finished pipelines reach the real one, so other computations can continue.
 */
import * as tf from '@tensorflow/tfjs-core';

interface PipelineOwner {
  pipelineCache: Record<string, unknown>;
}

/** Pipelines on their way, by key, so that two computations do not compile the same one twice. */
const pending = new WeakMap<PipelineOwner, Record<string, unknown>>();

/**
 * `dryRun` must be synchronous, leave no trace in what is used later (its results are arbitrary numbers), and read
 * nothing back. `onProgress` gets the numbers of finished and of new ones; it is not called if there are none. Does
 * nothing on other backends. Throws if a shader does not compile.
 */
export async function compilePipelines(
  dryRun: () => void,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const backend = tf.backend() as unknown as PipelineOwner;
  const known = backend.pipelineCache;
  const underWay = pending.get(backend) ?? {};
  pending.set(backend, underWay);
  const asked = { ...known, ...underWay };
  backend.pipelineCache = asked;
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    dryRun();
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
    backend.pipelineCache = known;
  }
  const asks = Object.entries(asked).filter(([key]) => !(key in known));
  const fresh = asks.filter(([key]) => !(key in underWay));
  let done = 0;
  const compiled = async (key: string, pipeline: unknown): Promise<void> => {
    try {
      known[key] = await pipeline;
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`a shader does not compile on this GPU: ${message}`, { cause: error });
    } finally {
      delete underWay[key];
    }
    done++;
    onProgress(done, fresh.length);
  };
  for (const [key, pipeline] of fresh) underWay[key] = compiled(key, pipeline);
  if (fresh.length > 0) onProgress(done, fresh.length);
  await Promise.all(asks.map(([key]) => underWay[key]));
}
