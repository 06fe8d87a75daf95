/**
 * Tells the page that a worker is alive, and that it has died. A browser that kills a worker, for lack of memory for
 * example, need not report it; but the lock that the worker held then passes to the page, which has requested it. Pages
 * that are not served securely have no locks: there, only a worker's silence shows that it has died.
 */

/** What every worker says first, and again when it has its lock. */
export interface Alive {
  type: 'alive';
  /** The lock that is released when the worker dies. */
  lock?: string;
}

export const isAlive = (data: unknown): data is Alive =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'alive';

const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** In the worker, once it can answer: reports that, and holds a lock of its own for as long as it lives. */
export function announce(): void {
  const say = (alive: Alive) => self.postMessage(alive);
  say({ type: 'alive' });
  const name = `slimwave worker ${Math.random()}`;
  locks()
    ?.request(name, () => {
      say({ type: 'alive', lock: name });
      return new Promise<never>(() => {});
    })
    .catch(() => {});
}

/** In the page: calls `onEnd` when the holder of the lock has died, for whatever reason. */
export function watchLifeline(lock: string, onEnd: () => void): void {
  locks()
    ?.request(lock, onEnd)
    .catch(() => {});
}
