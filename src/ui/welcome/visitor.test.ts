import { afterEach, expect, it, vi } from 'vitest';

/** A page that is opened in a browser with this storage. */
async function opened(storage: Pick<Storage, 'getItem' | 'setItem'>, arrivedByLink = false) {
  vi.resetModules();
  vi.stubGlobal('localStorage', storage);
  const [{ usePage }, visitor] = await Promise.all([
    import('../page/page.ts'),
    import('./visitor.ts'),
  ]);
  usePage.setState({ arrivedByLink });
  visitor.greet();
  return visitor;
}

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

afterEach(() => vi.unstubAllGlobals());

it('welcomes on the first visit alone', async () => {
  const storage = memory();
  const first = await opened(storage);
  expect(first.useWelcome.getState().open).toBe(true);
  // Nobody is known who has only been sent back by a reload.
  expect((await opened(storage)).useWelcome.getState().open).toBe(true);
  first.closeWelcome(120);
  expect(first.useWelcome.getState()).toMatchObject({ open: false, left: 120 });
  const second = await opened(storage);
  expect(second.useWelcome.getState().open).toBe(false);
  second.welcomeAgain();
  expect(second.useWelcome.getState()).toMatchObject({ open: true, left: undefined });
});

it('who comes through a link gets the lab as it is, and is welcomed when they come by themselves', async () => {
  const storage = memory();
  expect((await opened(storage, true)).useWelcome.getState().open).toBe(false);
  expect((await opened(storage)).useWelcome.getState().open).toBe(true);
});

it.each([{ framed: true }, { view: 'stage' as const }, { lesson: 'tour' }])(
  'is not in the way of %o',
  async (arrival) => {
    const { isWelcome } = await opened(memory());
    const alone = { arrivedByLink: false, framed: false, view: 'lab' as const, lesson: undefined };
    expect(isWelcome(false, alone)).toBe(true);
    expect(isWelcome(false, { ...alone, ...arrival })).toBe(false);
  },
);

it('works where storage is denied', async () => {
  const denied = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const { closeWelcome, useWelcome } = await opened({ getItem: denied, setItem: denied });
  expect(useWelcome.getState().open).toBe(true);
  closeWelcome();
  expect(useWelcome.getState().open).toBe(false);
});
