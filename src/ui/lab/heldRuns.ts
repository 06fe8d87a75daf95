/** Which stored runs are in progress in a window that is open: those are not to be offered in another one. */

const nameOf = (id: string): string => `slimwave run ${id}`;

// Pages that are not served securely have no locks; the library's types say otherwise.
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** Holds a run until it is released or the page is gone. */
export function holdRun(id: string): () => void {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  locks()
    ?.request(nameOf(id), () => released)
    // Without it the run is offered in other windows, too.
    .catch(() => {});
  return release;
}

/** Where no locks are to be had nobody can hold a run. */
export async function isHeld(id: string): Promise<boolean> {
  const state = await locks()
    ?.query()
    .catch(() => undefined);
  const held = state?.held ?? [];
  return held.some(({ name }) => name === nameOf(id));
}
