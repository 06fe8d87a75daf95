import { beforeEach, expect, it, vi } from 'vitest';
import { useOffline } from './offline.ts';
import { remember } from './setting.ts';
import { setOffline, startOffline } from './start.ts';
import { denied, workerOf, worldWith } from './world.testing.ts';

beforeEach(() => useOffline.setState(useOffline.getInitialState(), true));

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

it('a worker of the site around the page is not its own', async () => {
  const foreign = { ...workerOf('x'), scriptURL: 'https://example.org/sw.js' };
  const { world, container, registration } = worldWith();
  container.controller = foreign;
  registration.active = null;
  container.getRegistrations = async () => [];
  await setOffline(world, false);
  expect(foreign.asked).toEqual([]);
});
