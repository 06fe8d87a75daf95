import { expect, it } from 'vitest';
import type { Backend } from './kernels.ts';
import { refuseWithoutMemory } from './outOfMemory.ts';

const [ALLOCATE, FREE] = ['_malloc', '_free'] as const;

/** An allocator with so many bytes, whose functions take their stubs' place at the first call as Emscripten's do. */
function backendWith(capacity: number): Backend {
  const wasm = {
    [ALLOCATE]: (bytes: number): number => {
      wasm[ALLOCATE] = (wanted) => (wanted <= capacity ? 8 : 0);
      return wasm[ALLOCATE](bytes);
    },
    [FREE]: (): void => {},
  };
  return { wasm } as unknown as Backend;
}

it('an allocation that fails throws; others, and wrappers put around later, go on as before', () => {
  const backend = backendWith(100);
  refuseWithoutMemory(backend);
  refuseWithoutMemory(backend);
  const { wasm } = backend;
  const inner = wasm[ALLOCATE];
  wasm[ALLOCATE] = (bytes) => inner(bytes);
  expect(wasm[ALLOCATE](100)).toBe(8);
  expect(() => wasm[ALLOCATE](101)).toThrow(RangeError);
  expect(() => wasm[ALLOCATE](101)).toThrow('out of memory: it lacks 101 bytes');
});

it('more than there are addresses for throws: cut to 32 bits it would be little', () => {
  const backend = backendWith(Infinity);
  refuseWithoutMemory(backend);
  expect(() => backend.wasm[ALLOCATE](2 ** 32 + 1)).toThrow(RangeError);
  expect(backend.wasm[ALLOCATE](2 ** 32 - 1)).toBe(8);
});
