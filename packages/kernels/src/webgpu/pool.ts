import * as tf from '@tensorflow/tfjs-core';

interface PoolOwner {
  bufferManager: {
    freeBuffers: Map<string, { size: number; destroy(): void }[]>;
    numFreeBuffers: number;
    numBytesAllocated: number;
  };
}

/**
 * Gives back the buffers that tfjs keeps for reuse and never frees by itself. Nothing may be recorded that has not
 * been submitted: see `gpuIdle`.
 */
export function freePooledBuffers(): void {
  const backend = tf.findBackend('webgpu') as unknown as PoolOwner | null;
  if (!backend) return;
  const { bufferManager: manager } = backend;
  for (const buffers of manager.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      manager.numBytesAllocated -= buffer.size;
      manager.numFreeBuffers--;
      buffer.destroy();
    }
  }
}
