/** Whether the page keeps itself for use without a network: the visitor's choice, and the way out in the address. */
import { ask } from './ask.ts';
import type { OfflineWorld } from './world.ts';

const KEY = 'slimwave.offline';
/** A worker that does not answer in this time (ms) is ended all the same. */
const END_MS = 3000;

type Remembering = Pick<OfflineWorld, 'lasting' | 'href'>;

/** Remembered as long as the page where storage is denied. */
export function remember({ lasting }: Remembering, on: boolean): void {
  try {
    if (on) lasting().removeItem(KEY);
    else lasting().setItem(KEY, 'off');
  } catch {
    // Without storage there is nothing to keep the page in, either.
  }
}

/** `?sw=off` in the address switches it off until `?sw=on` or the visitor switches it on. */
export function isOn(world: Remembering): boolean {
  const asked = new URL(world.href).searchParams.get('sw');
  if (asked === 'off' || asked === 'on') remember(world, asked === 'on');
  return asked !== 'off' && isChosen(world);
}

/** What is remembered; yes, where nothing is. */
export function isChosen(world: Pick<OfflineWorld, 'lasting'>): boolean {
  try {
    return world.lasting().getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

/** The folder of the page: what its worker answers for. */
export const scopeOf = (href: string): string => new URL('./', href).href.split(/[?#]/, 1)[0];

/** The worker that answers for this page, if it is its own: the site around it may have one. */
export function controllerOf({ container, href }: OfflineWorld): ServiceWorker | null {
  const controller = container?.controller ?? null;
  return controller?.scriptURL === `${scopeOf(href)}sw.js` ? controller : null;
}

/** Workers that are still in the middle of a filling would bring back what is deleted. */
async function stop(workers: readonly (ServiceWorker | null | undefined)[]): Promise<void> {
  const all = [...new Set(workers)].flatMap((worker) => worker ?? []);
  await Promise.all(all.map((worker) => ask(worker, { type: 'end' }, END_MS)));
}

/** Ends the worker of this page, and forgets what it has kept. Rejects if the browser does not allow it. */
export async function leave(world: OfflineWorld): Promise<void> {
  const { container, caches, href } = world;
  const scope = scopeOf(href);
  const own = ((await container?.getRegistrations()) ?? []).filter((one) => one.scope === scope);
  await stop([
    controllerOf(world),
    ...own.flatMap(({ installing, waiting, active }) => [installing, waiting, active]),
  ]);
  for (const registration of own) await registration.unregister();
  const prefix = `slimwave ${new URL(scope).pathname} `;
  for (const name of (await caches?.keys()) ?? []) {
    if (name.startsWith(prefix)) await caches?.delete(name);
  }
}
