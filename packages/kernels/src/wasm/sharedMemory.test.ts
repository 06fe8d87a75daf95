import { describe, expect, it } from 'vitest';
import { assemble } from 'slimwave-base/wasm/assembler';
import { withSharedMemory } from './sharedMemory.ts';

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const EXPORT = [7, 5, 1, 1, 0x6d, 2, 0];

/** A module with nothing but a memory of 1 to 2 pages that it exports. */
const withMemory = (flag: number) => Uint8Array.from([...HEADER, 5, 4, 1, flag, 1, 2, ...EXPORT]);

describe('a shared memory', () => {
  it('takes the place of the module’s own', () => {
    const module = new WebAssembly.Module(withSharedMemory(withMemory(1)));
    const { m } = new WebAssembly.Instance(module).exports;
    expect((m as WebAssembly.Memory).buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('is refused where there is none to share', () => {
    expect(() => withSharedMemory(assemble([]))).toThrow(/no memory that could be shared/);
    expect(() => withSharedMemory(withMemory(0))).toThrow(/no memory that could be shared/);
  });
});
