import * as tf from '@tensorflow/tfjs-core';
import { awaited } from './readBack.ts';

interface QueueOwner {
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  device: { createCommandEncoder(): object };
  queue: { onSubmittedWorkDone(): Promise<undefined> };
}

/** Whether results are computed later than they are asked for. */
export const runsAhead = (): boolean => tf.getBackend() === 'webgpu';

/** Submits what tfjs has recorded and resolves when the GPU has done it; at once on other backends. */
export async function gpuIdle(): Promise<void> {
  if (!runsAhead()) return;
  const backend = tf.backend() as unknown as QueueOwner;
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await awaited(backend, backend.queue.onSubmittedWorkDone());
}
