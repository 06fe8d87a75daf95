/** Whether WebAssembly may run here, and why not. */

/** A module with nothing in it. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const isMissing = (): boolean => (globalThis as { WebAssembly?: object }).WebAssembly === undefined;

/** Whether this browser takes a module, for instance one with 128-bit numbers. */
export const isValid = (bytes: Uint8Array<ArrayBuffer>): boolean =>
  !isMissing() && WebAssembly.validate(bytes);

/** Why no module at all can run here, as a sentence; undefined where they can. */
export function webAssemblyProblem(): string | undefined {
  if (isMissing()) return 'This browser has no WebAssembly, or it is switched off.';
  try {
    void new WebAssembly.Instance(new WebAssembly.Module(EMPTY), {});
    return undefined;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return `WebAssembly may not run here: the page’s Content-Security-Policy must allow it with script-src 'wasm-unsafe-eval' (${what}).`;
  }
}

/**
 * A module from its bytes. Synchronous, as workers may: an error can't get lost on the way. Throws a sentence that
 * tells whether no WebAssembly may run here or these bytes are damaged.
 */
export function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const problem = webAssemblyProblem();
  if (problem !== undefined) throw new Error(problem);
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`The WebAssembly code is damaged or cut (${what}).`, { cause: error });
  }
}
