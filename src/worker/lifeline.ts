/**
 * Tells the page of a worker that is gone. A browser that ends a worker, for want of memory for example, need not
 * say so; but then the lock that the worker held falls to the page, which has asked for it. Pages that are not served
 * securely have no locks: there only the silence of a worker gives it away.
 */

const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** In the worker: takes a lock of its own for as long as it lives, then announces it. */
export function holdLifeline(announce: (lock: string) => void): void {
  const name = `slimwave worker ${Math.random()}`;
  locks()
    ?.request(name, () => {
      announce(name);
      return new Promise<never>(() => {});
    })
    .catch(() => {});
}

/** In the page: calls `onEnd` when whoever held the lock is gone, in whatever way. */
export function watchLifeline(lock: string, onEnd: () => void): void {
  locks()
    ?.request(lock, onEnd)
    .catch(() => {});
}
