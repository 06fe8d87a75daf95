/** Starts and follows the service worker (src/offline): from the page's side. */
import type { OfflineAnswer, OfflineCommand } from '../../offline/protocol.ts';
import { useOffline } from './offline.ts';
import { isOn, leave, remember } from './setting.ts';
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

/** Asks the worker; undefined if it does not answer in time. */
export function ask(
  worker: Pick<ServiceWorker, 'postMessage'>,
  command: OfflineCommand,
  limit?: number,
): Promise<OfflineAnswer | undefined> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const end = (answer?: OfflineAnswer) => {
      port1.close();
      resolve(answer);
    };
    port1.onmessage = ({ data }: MessageEvent<OfflineAnswer>) => end(data);
    if (limit !== undefined) setTimeout(end, limit);
    worker.postMessage(command, [port2]);
  });
}

type Container = NonNullable<OfflineWorld['container']>;

/** The worker that answers for this page, once it does. */
function controllerOf(container: Container): Promise<ServiceWorker | null> {
  if (container.controller) return Promise.resolve(container.controller);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), TAKEOVER_MS);
    container.addEventListener(
      'controllerchange',
      () => {
        clearTimeout(timer);
        resolve(container.controller);
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

/** The worker adds what isolation needs to the next load: at once if nobody has begun anything, otherwise on offer. */
function isolate(world: OfflineWorld): void {
  if (!mark(world)) return;
  if (world.engaged() || world.touched()) useOffline.setState({ isolates: true });
  else world.reload();
}

/** Another version than this page's has come: it is offered. */
async function compareVersions(worker: ServiceWorker | null, build: string): Promise<void> {
  const told = worker && (await ask(worker, { type: 'version' }, ANSWER_MS));
  if (told?.type === 'version' && build !== '' && told.version !== build) {
    useOffline.setState({ newer: told.version });
  }
}

async function fill(worker: ServiceWorker, all: boolean): Promise<void> {
  useOffline.setState({ status: 'filling' });
  const told = await ask(worker, { type: 'fill', all });
  if (told?.type === 'failed') {
    unavailable(`The page could not be kept (${told.reason}). It tries again when it is opened.`);
  } else useOffline.setState({ status: 'ready', reason: undefined });
}

async function follow(world: OfflineWorld, container: Container): Promise<void> {
  const wanted = !world.isolated && world.cores > 1;
  // Before the page has what it needs, the worker's files would delay it; isolation is worth it.
  if (!wanted) await world.quiet;
  const registration = await container.register('./sw.js', { updateViaCache: 'none' });
  const worker = await controllerOf(container);
  if (!worker) return unavailable('The page is kept from its next visit on.');
  if (wanted) isolate(world);
  container.addEventListener('controllerchange', () => {
    const { controller } = container;
    void compareVersions(controller, world.build);
    if (controller && !world.thrifty) void fill(controller, world.installed);
  });
  world.onOccasion(() => void registration.update().catch(() => {}));
  await world.quiet;
  if (world.thrifty) return unavailable('The browser is set to save data, so nothing is kept.');
  await fill(container.controller ?? worker, world.installed);
}

/** Never rejects: whatever fails here, the page works as it would without a service worker. */
export async function startOffline(world: OfflineWorld): Promise<void> {
  try {
    if (!isOn(world)) {
      useOffline.setState({ status: 'off', isolates: false });
      await leave(world);
      return;
    }
    // A frame is a guest: it keeps nothing, and is never reloaded.
    if (world.framed) return unavailable('In a frame, the page keeps nothing.');
    if (!world.container) {
      return unavailable('This browser keeps no pages, or keeps them over https only.');
    }
    await follow(world, world.container);
  } catch (error) {
    unavailable(`This browser does not allow it here (${textOf(error)}).`);
  }
}

/** The visitor's switch. */
export async function setOffline(world: OfflineWorld, on: boolean): Promise<void> {
  remember(world, on);
  useOffline.setState({ status: on ? 'waiting' : 'off', reason: undefined });
  // The way out in the address has been used: it is not asked again.
  await startOffline({ ...world, href: world.href.replace(/\?[^#]*/, on ? '' : '?sw=off') });
}
