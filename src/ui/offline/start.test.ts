import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useOffline } from './offline.ts';
import { isOn, remember, scopeOf } from './setting.ts';
import { setOffline, startOffline } from './start.ts';
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

/** A worker of some build that answers at once; what it was asked is in `asked`. */
const workerOf = (version: string, filled: object = { type: 'filled' }) => {
  const asked: string[] = [];
  return {
    asked,
    scriptURL: 'https://example.org/waves/sw.js',
    postMessage: ({ type }: { type: string }, [port]: MessagePort[]) => {
      asked.push(type);
      port.postMessage(type === 'version' ? { type, version } : filled);
    },
  };
};

function worldWith(more: Partial<OfflineWorld> = {}, worker: object | null = workerOf('one')) {
  const [lasting, passing] = [storage(), storage()];
  const heard = new Set<() => void>();
  const registration = {
    scope: 'https://example.org/waves/',
    active: worker,
    installing: null,
    waiting: null,
    update: vi.fn(async () => {}),
    unregister: vi.fn(async () => true),
  };
  const container = {
    controller: worker,
    register: vi.fn(async () => registration),
    getRegistrations: async () => [registration],
    addEventListener: (_: string, call: () => void, { signal }: AddEventListenerOptions) => {
      heard.add(call);
      signal?.addEventListener('abort', () => heard.delete(call));
    },
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
  return { world, container, registration, heard, change };
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
  const worker = workerOf('one');
  const href = 'https://example.org/waves/?sw=off#preset=quick';
  const { world, container, registration } = worldWith({ href }, worker);
  const others = { scope: 'https://example.org/', unregister: vi.fn(async () => true) };
  container.getRegistrations = async () => [registration, others] as never;
  const gone = vi.fn(async () => true);
  world.caches = {
    keys: async () => ['slimwave /waves/ assets', 'slimwave /waves/2/ assets', 'slimwave / assets'],
    delete: gone,
  };
  await startOffline(world);
  expect(useOffline.getState().status).toBe('off');
  expect(registration.unregister).toHaveBeenCalledOnce();
  // First: it would go on with what it keeps.
  expect(worker.asked).toEqual(['end']);
  expect(others.unregister).not.toHaveBeenCalled();
  expect(gone).toHaveBeenCalledExactlyOnceWith('slimwave /waves/ assets');
  expect(container.register).not.toHaveBeenCalled();
});

/** A promise, and what fulfils it. */
function deferred() {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

it('switched off before anything is kept, it stays off', async () => {
  const quiet = deferred();
  const { world, container, heard } = worldWith({ quiet: quiet.promise });
  const started = startOffline(world);
  await setOffline(world, false);
  quiet.resolve();
  await started;
  expect(container.register).not.toHaveBeenCalled();
  expect(heard.size).toBe(0);
  expect(useOffline.getState().status).toBe('off');
});

it('switched off while its worker is being registered, it ends that, too', async () => {
  const registering = deferred();
  const { world, container, registration } = worldWith();
  container.register.mockImplementation(async () => {
    await registering.promise;
    return registration;
  });
  const started = startOffline(world);
  await vi.waitFor(() => expect(container.register).toHaveBeenCalled());
  await setOffline(world, false);
  const before = registration.unregister.mock.calls.length;
  registering.resolve();
  await started;
  expect(registration.unregister.mock.calls.length).toBe(before + 1);
  expect(useOffline.getState().status).toBe('off');
});

it('switched off during a filling, what the filling answers counts no more', async () => {
  const filling = deferred();
  const worker = workerOf('one');
  const { world } = worldWith(
    {},
    {
      ...worker,
      postMessage: (command: { type: string }, ports: MessagePort[]) => {
        const answers = () => worker.postMessage(command, ports);
        if (command.type === 'fill') void filling.promise.then(answers);
        else answers();
      },
    },
  );
  const started = startOffline(world);
  await vi.waitFor(() => expect(useOffline.getState().status).toBe('filling'));
  await setOffline(world, false);
  filling.resolve();
  await started;
  expect(useOffline.getState().status).toBe('off');
});

it('switched off in another tab meanwhile, nothing is kept', async () => {
  const quiet = deferred();
  const { world, container } = worldWith({ quiet: quiet.promise });
  const started = startOffline(world);
  remember(world, false);
  quiet.resolve();
  await started;
  expect(container.register).not.toHaveBeenCalled();
  expect(useOffline.getState().status).toBe('off');
});

it('switched off and on again, it first ends, and follows its worker once', async () => {
  const { world, container, registration, heard } = worldWith();
  await startOffline(world);
  const off = setOffline(world, false);
  await setOffline(world, true);
  await off;
  const [ended] = registration.unregister.mock.invocationCallOrder;
  expect(ended).toBeLessThan(container.register.mock.invocationCallOrder[1]);
  expect(heard.size).toBe(1);
  expect(useOffline.getState().status).toBe('ready');
});

it('where storage is denied, the switch counts all the same', async () => {
  const { world, container } = worldWith({ lasting: denied });
  await setOffline(world, false);
  expect(container.register).not.toHaveBeenCalled();
  expect(useOffline.getState().status).toBe('off');
});

it('switched on, it offers the reload instead of doing it', async () => {
  const { world } = worldWith({ isolated: false });
  await setOffline(world, true);
  expect(world.reload).not.toHaveBeenCalled();
  expect(useOffline.getState().isolates).toBe(true);
});

it('after a reload with Shift the worker is there, though it does not answer for the page', async () => {
  const { world, container } = worldWith({ isolated: false });
  container.controller = null;
  // The session has been isolated before.
  world.passing().setItem('slimwave.isolated', 'yes');
  await startOffline(world);
  expect(useOffline.getState()).toMatchObject({ status: 'ready', isolates: true });
  expect(world.reload).not.toHaveBeenCalled();
});

it('an old page that the browser had stored is offered the version of its worker', async () => {
  const { world, registration } = worldWith({}, workerOf('two'));
  await startOffline(world);
  expect(registration.update).toHaveBeenCalledOnce();
  expect(useOffline.getState().newer).toBe('two');
});

it.each([
  ['its own worker is on its way', async () => {}, workerOf('one')],
  ['there is no network', async () => Promise.reject(new TypeError('Failed to fetch')), null],
])('a page whose worker is of another version is offered nothing: %s', async (_, update, next) => {
  const { world, registration } = worldWith({}, workerOf('two'));
  registration.update.mockImplementation(update);
  Object.assign(registration, { installing: next });
  await startOffline(world);
  expect(useOffline.getState().newer).toBeUndefined();
});

it('a worker of the site around the page is not its own', async () => {
  const foreign = { ...workerOf('x'), scriptURL: 'https://example.org/sw.js' };
  const { world, container, registration } = worldWith();
  container.controller = foreign;
  registration.active = null;
  container.getRegistrations = async () => [];
  await setOffline(world, false);
  expect(foreign.asked).toEqual([]);
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
