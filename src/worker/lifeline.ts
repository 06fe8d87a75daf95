/**
 * Tells the page that a worker is there, and that it is gone. A browser that ends a worker, for want of memory for
 * example, need not say so; but then the lock that the worker held falls to the page, which has asked for it. Pages
 * that are not served securely have no locks: there only the silence of a worker gives it away.
 */

/** What every worker says first, and again when it has its lock. */
export interface Alive {
  type: 'alive';
  /** The lock that is free again when the worker is gone. */
  lock?: string;
}

export const isAlive = (data: unknown): data is Alive =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'alive';

const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** In the worker, once it can answer: says so, and takes a lock of its own for as long as it lives. */
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

/** In the page: calls `onEnd` when whoever held the lock is gone, in whatever way. */
export function watchLifeline(lock: string, onEnd: () => void): void {
  locks()
    ?.request(lock, onEnd)
    .catch(() => {});
}
