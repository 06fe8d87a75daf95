import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { chunk, importedAddress, LoadError } from './chunk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('loads once', async () => {
  const load = vi.fn<() => Promise<{ there: true }>>(async () => ({ there: true }));
  const get = chunk('The part', load);
  const module = await get();
  expect(module).toEqual({ there: true });
  expect(await get()).toBe(module);
  expect(load).toHaveBeenCalledOnce();
});

it('says what is missing, and asks again when it is called again', async () => {
  const load = vi
    .fn<() => Promise<number>>()
    .mockRejectedValueOnce(new TypeError('Failed to fetch.'))
    .mockResolvedValueOnce(7);
  const get = chunk('The charts', load);
  const failure = get();
  await expect(failure).rejects.toThrow(LoadError);
  await expect(failure).rejects.toThrow(
    /^The charts could not be loaded \(Failed to fetch\)\. The connection may have failed, or a new version/,
  );
  expect(await get()).toBe(7);
});

it('does not wait for an answer that never comes, nor counts one that came too late', async () => {
  const get = chunk('The tab', () => new Promise<never>(() => {}), 100);
  const failure = expect(get()).rejects.toThrow(
    'The tab could not be loaded (no answer within 0.1 s)',
  );
  await vi.advanceTimersByTimeAsync(100);
  await failure;
});

it('finds the address of a module in built code', () => {
  const built = (source: string) => importedAddress({ toString: () => source } as () => unknown);
  expect(built('()=>e(()=>import(`./Why-x1.js`),__vite__mapDeps([0]),import.meta.url)')).toBe(
    './Why-x1.js',
  );
  expect(built("() => import('/src/ui/why/WhyPanel.tsx')")).toBe('/src/ui/why/WhyPanel.tsx');
  expect(built('() => import(/* @vite-ignore */ "./a.js")')).toBe('./a.js');
  expect(built('() => load(address)')).toBeUndefined();
});
