/** Which stored runs are open in a window: those are not to be offered in another one. */

export interface Windows {
  /** Holds a run until it is released or the page is gone; after a reload it is this window's last one. */
  hold(id: string): () => void;
  /** The runs that any window holds. */
  held(): Promise<ReadonlySet<string>>;
  /** The run that was open in this window before a reload. */
  readonly last: string | undefined;
  /** Whether this page comes from a reload that it has proposed itself; true once. */
  isReloaded(): boolean;
}

const nameOf = (id: string): string => `slimwave run ${id}`;

// Pages that are not served securely have no locks; the library's types say otherwise.
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

const LAST = 'slimwave last run';
const RELOADED = 'slimwave reload';

/** Undefined where the browser lets the page store nothing. */
function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}

/** A reload that the page itself proposes: the run continues afterwards without a question, if that can be noted. */
export function reloadPage(): void {
  attempt(() => sessionStorage.setItem(RELOADED, 'go on'));
  location.reload();
}

export const browserWindows: Windows = {
  hold: (id) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    locks()
      ?.request(nameOf(id), () => released)
      // Without it the run is offered in other windows, too.
      .catch(() => {});
    // Without it the newest run is offered instead.
    attempt(() => sessionStorage.setItem(LAST, id));
    return release;
  },
  held: async () => {
    // Without locks nobody can hold a run.
    const state = await locks()
      ?.query()
      .catch(() => undefined);
    const names = (state?.held ?? []).flatMap(({ name }) => name ?? []);
    return new Set(
      names
        .filter((name) => name.startsWith(nameOf('')))
        .map((name) => name.slice(nameOf('').length)),
    );
  },
  get last() {
    return attempt(() => sessionStorage.getItem(LAST)) ?? undefined;
  },
  isReloaded: () =>
    attempt(() => {
      const asked = sessionStorage.getItem(RELOADED) !== null;
      sessionStorage.removeItem(RELOADED);
      return asked;
    }) ?? false,
};
