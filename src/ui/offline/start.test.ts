import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useOffline } from './offline.ts';
import { isOn, remember, scopeOf } from './setting.ts';
import { startOffline } from './start.ts';
import type { OfflineWorld } from './world.ts';

beforeEach(() => useOffline.setState(useOffline.getInitialState(), true));
afterEach(() => void vi.useRealTimers());

function storage(): Storage {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  } as Storage;
}

const denied = (): never => {
  throw new DOMException('denied', 'SecurityError');
};

/** A worker of some build that answers at once. */
const workerOf = (version: string, filled: object = { type: 'filled' }) => ({
  postMessage: ({ type }: { type: string }, [port]: MessagePort[]) =>
    port.postMessage(type === 'version' ? { type, version } : filled),
});

function worldWith(more: Partial<OfflineWorld> = {}, worker: object | null = workerOf('one')) {
  const [lasting, passing] = [storage(), storage()];
  const heard: (() => void)[] = [];
  const container = {
    controller: worker,
    register: vi.fn(async () => ({ update: vi.fn(async () => {}) })),
    getRegistrations: async () => [],
    addEventListener: (_: string, call: () => void) => void heard.push(call),
  };
  const world: OfflineWorld = {
    container: container as unknown as OfflineWorld['container'],
    caches: { keys: async () => [], delete: async () => true },
    href: 'https://example.org/waves/',
    build: 'one',
    isolated: true,
    cores: 4,
    framed: false,
    thrifty: false,
    installed: false,
    lasting: () => lasting,
    passing: () => passing,
    engaged: () => false,
    touched: () => false,
    quiet: Promise.resolve(),
    onOccasion: () => {},
    reload: vi.fn(),
    ...more,
  };
  const change = (next: object) => {
    container.controller = next;
    for (const call of heard) call();
  };
  return { world, container, change };
}

it('keeps the page, and says so', async () => {
  const { world, container } = worldWith();
  await startOffline(world);
  expect(container.register).toHaveBeenCalledExactlyOnceWith('./sw.js', { updateViaCache: 'none' });
  expect(useOffline.getState().status).toBe('ready');
  expect(world.reload).not.toHaveBeenCalled();
});

it('without isolation the page is reloaded once if nobody has begun anything, and never in a circle', async () => {
  const { world } = worldWith({ isolated: false });
  await startOffline(world);
  await startOffline(world);
  expect(world.reload).toHaveBeenCalledOnce();
  expect(useOffline.getState().isolates).toBe(false);
});

it.each([
  ['a run is there', { engaged: () => true }],
  ['the visitor has done something', { touched: () => true }],
])('the reload is offered where %s', async (_, more) => {
  const { world } = worldWith({ isolated: false, ...more });
  await startOffline(world);
  expect(world.reload).not.toHaveBeenCalled();
  expect(useOffline.getState().isolates).toBe(true);
});

it.each([
  ['one core has nothing to gain', { cores: 1 }],
  ['a frame is a guest', { framed: true }],
  ['the session can’t be marked', { passing: denied }],
])('no reload: %s', async (_, more) => {
  const { world } = worldWith({ isolated: false, ...more });
  await startOffline(world);
  expect(world.reload).not.toHaveBeenCalled();
  expect(useOffline.getState().isolates).toBe(false);
});

it('another version that comes is offered, the same one is not', async () => {
  const { world, change } = worldWith();
  await startOffline(world);
  change(workerOf('one'));
  await vi.waitFor(() => expect(useOffline.getState().status).toBe('ready'));
  expect(useOffline.getState().newer).toBeUndefined();
  change(workerOf('two'));
  await vi.waitFor(() => expect(useOffline.getState().newer).toBe('two'));
});

it.each([
  ['there are no service workers', { container: undefined }, /keeps no pages/],
  ['the page is in a frame', { framed: true }, /In a frame/],
  ['data are to be saved', { thrifty: true }, /set to save data/],
])('says why nothing is kept: %s', async (_, more, sentence) => {
  await startOffline(worldWith(more).world);
  expect(useOffline.getState()).toMatchObject({
    status: 'unavailable',
    reason: expect.stringMatching(sentence) as string,
  });
});

it('says why it could not be kept', async () => {
  const failing = workerOf('one', { type: 'failed', reason: 'the disk is full' });
  await startOffline(worldWith({}, failing).world);
  expect(useOffline.getState().reason).toContain('(the disk is full)');
  const { world, container } = worldWith();
  container.register.mockRejectedValueOnce(new Error('denied.'));
  await startOffline(world);
  expect(useOffline.getState().reason).toBe('This browser does not allow it here (denied).');
});

it('a worker that never takes over is not waited for', async () => {
  vi.useFakeTimers();
  const { world } = worldWith({}, null);
  const started = startOffline(world);
  await vi.advanceTimersByTimeAsync(10_000);
  await started;
  expect(useOffline.getState().reason).toBe('The page is kept from its next visit on.');
});

it('switched off, its worker ends and what it kept is deleted, of this folder alone', async () => {
  const { world, container } = worldWith({
    href: 'https://example.org/waves/?sw=off#preset=quick',
  });
  const unregister = vi.fn(async () => true);
  const others = { scope: 'https://example.org/', unregister: vi.fn(async () => true) };
  container.getRegistrations = async () =>
    [{ scope: 'https://example.org/waves/', unregister }, others] as never;
  const gone = vi.fn(async () => true);
  world.caches = {
    keys: async () => ['slimwave /waves/ assets', 'slimwave /waves/2/ assets', 'slimwave / assets'],
    delete: gone,
  };
  await startOffline(world);
  expect(useOffline.getState().status).toBe('off');
  expect(unregister).toHaveBeenCalledOnce();
  expect(others.unregister).not.toHaveBeenCalled();
  expect(gone).toHaveBeenCalledExactlyOnceWith('slimwave /waves/ assets');
  expect(container.register).not.toHaveBeenCalled();
});

it('the choice is remembered, and ?sw=on takes it back', () => {
  const lasting = storage();
  const at = (query: string) => ({ lasting: () => lasting, href: `https://example.org/${query}` });
  expect(isOn(at(''))).toBe(true);
  expect(isOn(at('?sw=off'))).toBe(false);
  expect(isOn(at(''))).toBe(false);
  expect(isOn(at('?sw=on'))).toBe(true);
  remember(at(''), false);
  expect(isOn(at(''))).toBe(false);
  expect(isOn({ lasting: denied, href: 'https://example.org/' })).toBe(true);
  expect(isOn({ lasting: denied, href: 'https://example.org/?sw=off' })).toBe(false);
});

it('the folder of the page is its scope, whatever follows', () => {
  expect(scopeOf('https://example.org/waves/index.html?sw=on#a=1')).toBe(
    'https://example.org/waves/',
  );
});
