import { afterEach, expect, it, vi } from 'vitest';

/** What a page shows that is opened in a browser with this storage. */
async function opened(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  vi.resetModules();
  vi.stubGlobal('localStorage', storage);
  return import('./folds.ts');
}

const storageWith = (kept: string | null) => ({
  getItem: vi.fn(() => kept),
  setItem: vi.fn<(key: string, value: string) => void>(),
});

afterEach(() => vi.unstubAllGlobals());

it('keeps what was opened, and forgets what was closed', async () => {
  const storage = storageWith('["settings","network-b"]');
  const { setFolds } = await opened(storage);
  setFolds(['settings'], true);
  expect(storage.setItem).not.toHaveBeenCalled();
  setFolds(['stage'], true);
  expect(storage.setItem).toHaveBeenLastCalledWith(
    'slimwave.unfolded',
    '["settings","network-b","stage"]',
  );
  setFolds(['network-b', 'stage'], false);
  expect(storage.setItem).toHaveBeenLastCalledWith('slimwave.unfolded', '["settings"]');
});

it.each([null, 'not JSON', '{"settings":true}', '[1,null]'])(
  'starts folded where %s is kept',
  async (kept) => {
    const storage = storageWith(kept);
    const { setFolds } = await opened(storage);
    setFolds(['stage'], true);
    expect(storage.setItem).toHaveBeenLastCalledWith('slimwave.unfolded', '["stage"]');
  },
);

it('works for the visit where storage is denied', async () => {
  const denied = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const { setFolds } = await opened({ getItem: denied, setItem: denied });
  expect(() => setFolds(['stage'], true)).not.toThrow();
});
