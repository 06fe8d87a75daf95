import type { Backend } from './kernels.ts';

const guarded = new WeakSet<object>();

/** Addresses have 32 bits: a larger number would be cut to a small one, and succeed. */
const ADDRESSABLE_BYTES = 2 ** 32;

/** Emscripten's names. */
const [ALLOCATE, FREE] = ['_malloc', '_free'] as const;

/**
 * Makes an allocation that fails throw. tfjs does not look at its allocator's answer: a tensor that there is no
 * memory for is put at address 0, over the module's own data, and everything computed since is wrong in silence.
 */
export function refuseWithoutMemory({ wasm }: Backend): void {
  if (guarded.has(wasm)) return;
  guarded.add(wasm);
  // With their first call Emscripten's stubs put the module's own functions in their place.
  wasm[FREE](wasm[ALLOCATE](1));
  const allocate = wasm[ALLOCATE];
  wasm[ALLOCATE] = (bytes) => {
    const address = bytes < ADDRESSABLE_BYTES ? allocate(bytes) : 0;
    if (address === 0 && bytes > 0) {
      throw new RangeError(`The WebAssembly backend is out of memory: it lacks ${bytes} bytes.`);
    }
    return address;
  };
}
