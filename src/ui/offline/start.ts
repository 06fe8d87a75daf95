/** Starts and follows the service worker (src/offline): from the page's side. */
import { ask } from './ask.ts';
import { useOffline } from './offline.ts';
import { controllerOf, isChosen, isOn, leave, remember } from './setting.ts';
import type { OfflineWorld } from './world.ts';

/** In the session's storage once the page has been reloaded to become isolated: it is not tried twice. */
const RELOADED = 'slimwave.isolated';
/** A worker that has not taken over after this time (ms) won't. */
const TAKEOVER_MS = 10_000;
const ANSWER_MS = 10_000;

const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

const unavailable = (reason: string): void =>
  useOffline.setState({ status: 'unavailable', reason });

type Container = NonNullable<OfflineWorld['container']>;

/** The worker that takes over this page; null if none does. */
function takeover(world: OfflineWorld, container: Container): Promise<ServiceWorker | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), TAKEOVER_MS);
    container.addEventListener(
      'controllerchange',
      () => {
        clearTimeout(timer);
        resolve(controllerOf(world));
      },
      { once: true },
    );
  });
}

/** Marks the session; false if it was marked before or can't be. */
function mark({ passing }: OfflineWorld): boolean {
  try {
    if (passing().getItem(RELOADED) !== null) return false;
    passing().setItem(RELOADED, 'yes');
    return true;
  } catch {
    return false;
  }
}

/**
 * The worker adds what isolation needs to the next load: at once if nobody has begun anything and it is the first time,
 * otherwise on offer. `passed`: whether this load has come through the worker; then another one would gain nothing.
 */
function isolate(world: OfflineWorld, passed: boolean): void {
  const first = mark(world);
  if (!first && passed) return;
  if (!first || world.engaged() || world.touched()) useOffline.setState({ isolates: true });
  else world.reload();
}

const versionOf = async (worker: ServiceWorker | null): Promise<string | undefined> => {
  const told = worker && (await ask(worker, { type: 'version' }, ANSWER_MS));
  return told?.type === 'version' ? told.version : undefined;
};

/** Another version than this page's has come: it is offered. */
async function compareVersions(worker: ServiceWorker | null, build: string): Promise<void> {
  const version = await versionOf(worker);
  if (version === undefined || build === '') return;
  useOffline.setState({ newer: version === build ? undefined : version });
}

/** An old page may have been stored by the browser. But the worker may be the old one, whose successor is on its way. */
async function compareAtStart(registration: ServiceWorkerRegistration, build: string) {
  const version = await versionOf(registration.active);
  if (version === undefined || version === build) return;
  try {
    await registration.update();
  } catch {
    // Without a network, there is no other page than this one.
    return;
  }
  if (!registration.installing && !registration.waiting) {
    await compareVersions(registration.active, build);
  }
}

async function fill(worker: ServiceWorker, all: boolean, signal: AbortSignal): Promise<void> {
  useOffline.setState({ status: 'filling' });
  const told = await ask(worker, { type: 'fill', all });
  if (signal.aborted) return;
  if (told?.type === 'failed') {
    unavailable(`The page could not be kept (${told.reason}). It tries again when it is opened.`);
  } else useOffline.setState({ status: 'ready', reason: undefined });
}

/** False once the switch has been used again, or has been switched off in another tab. */
function goesOn(world: OfflineWorld, signal: AbortSignal): boolean {
  if (signal.aborted) return false;
  if (isChosen(world)) return true;
  useOffline.setState({ status: 'off', isolates: false });
  return false;
}

async function follow(world: OfflineWorld, container: Container, signal: AbortSignal) {
  const wanted = !world.isolated && world.cores > 1;
  const passed = controllerOf(world) !== null;
  // Before the page has what it needs, the worker's files would delay it; isolation is worth it.
  if (!wanted) await world.quiet;
  if (!goesOn(world, signal)) return;
  const registration = await container.register('./sw.js', { updateViaCache: 'none' });
  if (!goesOn(world, signal)) {
    // What was being switched off may not have been there yet.
    if (useOffline.getState().status === 'off') await leave(world);
    return;
  }
  // After a reload with Shift there is one, but it does not answer for this page.
  const worker = registration.active ?? (await takeover(world, container));
  if (!goesOn(world, signal)) return;
  if (!worker) return unavailable('The page is kept from its next visit on.');
  if (wanted) isolate(world, passed);
  const replaced = () => {
    const controller = controllerOf(world);
    void compareVersions(controller, world.build);
    if (controller && !world.thrifty) void fill(controller, world.installed, signal);
  };
  container.addEventListener('controllerchange', replaced, { signal });
  world.onOccasion(() => void registration.update().catch(() => {}), signal);
  await world.quiet;
  await compareAtStart(registration, world.build);
  if (!goesOn(world, signal)) return;
  if (world.thrifty) return unavailable('The browser is set to save data, so nothing is kept.');
  await fill(registration.active ?? worker, world.installed, signal);
}

/** Ends what an earlier start still does. Never rejects: whatever fails, the page works as without a service worker. */
async function begin(world: OfflineWorld, on: boolean): Promise<void> {
  useOffline.getState().following?.abort();
  const following = new AbortController();
  useOffline.setState({ following });
  try {
    if (!on) {
      const leaving = leave(world);
      useOffline.setState({ status: 'off', reason: undefined, isolates: false, leaving });
      return await leaving;
    }
    // A frame is a guest: it keeps nothing, and is never reloaded.
    if (world.framed) return unavailable('In a frame, the page keeps nothing.');
    if (!world.container) {
      return unavailable('This browser keeps no pages, or keeps them over https only.');
    }
    await useOffline.getState().leaving?.catch(() => {});
    await follow(world, world.container, following.signal);
  } catch (error) {
    if (following.signal.aborted) return;
    unavailable(`This browser does not allow it here (${textOf(error)}).`);
  }
}

/** When the page starts. */
export const startOffline = (world: OfflineWorld): Promise<void> => begin(world, isOn(world));

/** The visitor's switch. */
export async function setOffline(world: OfflineWorld, on: boolean): Promise<void> {
  remember(world, on);
  if (on) useOffline.setState({ status: 'waiting', reason: undefined });
  // Whoever uses a switch is not to be interrupted by a reload.
  await begin({ ...world, touched: () => true }, on);
}
