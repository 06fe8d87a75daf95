import type { Backend } from './kernels.ts';

const guarded = new WeakSet<object>();

/** Emscripten's name. */
const ALLOCATE = '_malloc';

/**
 * Makes an allocation that fails throw. tfjs does not look at its allocator's answer: a tensor that there is no
 * memory for is put at address 0, over the module's own data, and everything computed since is wrong in silence.
 */
export function refuseWithoutMemory({ wasm }: Backend): void {
  if (guarded.has(wasm)) return;
  guarded.add(wasm);
  let allocate = wasm[ALLOCATE];
  const checked = (bytes: number): number => {
    const address = allocate(bytes);
    if (address === 0 && bytes > 0) {
      throw new RangeError(`The WebAssembly backend is out of memory: it lacks ${bytes} bytes.`);
    }
    return address;
  };
  Object.defineProperty(wasm, ALLOCATE, {
    get: () => checked,
    // At its first call Emscripten's stub puts the module's own function in its place.
    set: (own: typeof allocate) => {
      allocate = own;
    },
  });
}
