/** Memories of integrations. */
import { webAssemblyProblem } from 'slimwave-base/wasm/support';

const PAGE = 65536;
/** WebAssembly addresses are 32-bit numbers. */
const MAX_BYTES = 2 ** 32 - PAGE;

/** Memories of integrations that have ended. Browsers allow only a few dozen at a time. */
const unused: WebAssembly.Memory[] = [];

/** A memory of at least so many bytes, with anything in it. Throws a sentence where it can’t be had. */
export function takeMemory(bytes: number): WebAssembly.Memory {
  if (bytes > MAX_BYTES) {
    throw new RangeError(
      `The wave equation on this mesh needs ${(bytes / 2 ** 30).toFixed(1)} GiB; at most 4 GiB can be addressed. Use a coarser mesh.`,
    );
  }
  const problem = webAssemblyProblem();
  if (problem !== undefined) throw new Error(problem);
  const pages = Math.ceil(bytes / PAGE);
  const memory = unused.pop();
  if (!memory) return new WebAssembly.Memory({ initial: pages });
  const missing = pages - memory.buffer.byteLength / PAGE;
  if (missing > 0) memory.grow(missing);
  return memory;
}

/** Gives a memory back: nothing may use it after that. */
export function giveMemory(memory: WebAssembly.Memory): void {
  unused.push(memory);
}
