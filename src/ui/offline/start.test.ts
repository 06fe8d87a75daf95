import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useOffline } from './offline.ts';
import { isOn, remember, scopeOf } from './setting.ts';
import { startOffline } from './start.ts';
import { denied, storage, workerOf, worldWith } from './world.testing.ts';

beforeEach(() => useOffline.setState(useOffline.getInitialState(), true));
afterEach(() => void vi.useRealTimers());

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
