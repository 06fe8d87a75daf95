/**
 * Bytes that tfjs and our kernels hold in the heap of the wasm backend, temporaries of kernels included, which
 * `tf.memory()` does not see. What tfjs's compiled code allocates for itself shows in the heap's size alone.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Names of Emscripten's exports. */
const [MALLOC, FREE] = ['_malloc', '_free'] as const;

interface Heap {
  [MALLOC]: (this: void, bytes: number) => number;
  [FREE]: (this: void, address: number) => void;
  HEAPU8: Uint8Array;
}

export class HeapMeter {
  liveBytes = 0;
  peakBytes = 0;
  private readonly sizes = new Map<number, number>();
  private readonly heap: Heap;

  /** Watches the current backend, wasm, from now on; tensors that are there already do not count. */
  constructor() {
    this.heap = (tf.backend() as unknown as { wasm: Heap }).wasm;
    // With their first call Emscripten's stubs put the real functions in their own place.
    this.heap[FREE](this.heap[MALLOC](1));
    const { [MALLOC]: malloc, [FREE]: free } = this.heap;
    this.heap[MALLOC] = (bytes) => {
      const address = malloc(bytes);
      this.sizes.set(address, bytes);
      this.liveBytes += bytes;
      this.peakBytes = Math.max(this.peakBytes, this.liveBytes);
      return address;
    };
    this.heap[FREE] = (address) => {
      this.liveBytes -= this.sizes.get(address) ?? 0;
      this.sizes.delete(address);
      free(address);
    };
  }

  get heapBytes(): number {
    return this.heap.HEAPU8.byteLength;
  }

  resetPeak(): void {
    this.peakBytes = this.liveBytes;
  }
}
