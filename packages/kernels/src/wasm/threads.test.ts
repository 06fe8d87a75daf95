import { expect, it, vi } from 'vitest';
import type { Backend } from './kernels.ts';
import { startThreads, threadCount } from './threads.ts';

it('leaves no thread behind where the memory is not shared', async () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const backend = { wasm: { asm: { memory } } } as unknown as Backend;
  const thread = { start: vi.fn<() => Promise<void>>(), stop: vi.fn<() => void>() };
  await expect(startThreads(backend, [thread])).rejects.toThrow(/not shared/);
  expect(thread.start).not.toHaveBeenCalled();
  expect(thread.stop).toHaveBeenCalledOnce();
  expect(threadCount(backend)).toBe(1);
});
