/** Which stored runs are open in a window: those are not to be offered in another one. */

const nameOf = (id: string): string => `slimwave run ${id}`;

// Pages that are not served securely have no locks; the library's types say otherwise.
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

const LAST = 'slimwave last run';

/** Holds a run until it is released or the page is gone; after a reload it is this window's last one. */
export function holdRun(id: string): () => void {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  locks()
    ?.request(nameOf(id), () => released)
    // Without it the run is offered in other windows, too.
    .catch(() => {});
  try {
    sessionStorage.setItem(LAST, id);
  } catch {
    // The newest run is offered instead.
  }
  return release;
}

/** The run that was open in this window before a reload. */
export function lastRun(): string | undefined {
  try {
    return sessionStorage.getItem(LAST) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Where no locks are to be had nobody can hold a run. */
export async function isHeld(id: string): Promise<boolean> {
  const state = await locks()
    ?.query()
    .catch(() => undefined);
  const held = state?.held ?? [];
  return held.some(({ name }) => name === nameOf(id));
}
