/** Whether the page keeps itself for use without a network: the visitor's choice, and the way out in the address. */
import type { OfflineWorld } from './world.ts';

const KEY = 'slimwave.offline';

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
  if (asked === 'off') return false;
  try {
    return world.lasting().getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

/** The folder of the page: what its worker answers for. */
export const scopeOf = (href: string): string => new URL('./', href).href.split(/[?#]/, 1)[0];

/** Ends the worker of this page, and forgets what it has kept. Rejects if the browser does not allow it. */
export async function leave({ container, caches, href }: OfflineWorld): Promise<void> {
  const scope = scopeOf(href);
  for (const registration of (await container?.getRegistrations()) ?? []) {
    if (registration.scope === scope) await registration.unregister();
  }
  const prefix = `slimwave ${new URL(scope).pathname} `;
  for (const name of (await caches?.keys()) ?? []) {
    if (name.startsWith(prefix)) await caches?.delete(name);
  }
}
