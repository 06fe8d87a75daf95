/** A browser in which tests start the offline use of the page. */
import { vi } from 'vitest';
import type { OfflineWorld } from './world.ts';

export function storage(): Storage {
  const entries = new Map<string, string>();
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  } as Storage;
}

export const denied = (): never => {
  throw new DOMException('denied', 'SecurityError');
};

/** A worker of some build that answers at once; what it was asked is in `asked`. */
export const workerOf = (version: string, filled: object = { type: 'filled' }) => {
  const asked: string[] = [];
  return {
    asked,
    scriptURL: 'https://example.org/waves/sw.js',
    postMessage: ({ type }: { type: string }, [port]: MessagePort[]) => {
      asked.push(type);
      port.postMessage(type === 'version' ? { type, version } : filled);
    },
  };
};

export function worldWith(
  more: Partial<OfflineWorld> = {},
  worker: object | null = workerOf('one'),
) {
  const [lasting, passing] = [storage(), storage()];
  const heard = new Set<() => void>();
  const registration = {
    scope: 'https://example.org/waves/',
    active: worker,
    installing: null,
    waiting: null,
    update: vi.fn(async () => {}),
    unregister: vi.fn(async () => true),
  };
  const container = {
    controller: worker,
    register: vi.fn(async () => registration),
    getRegistrations: async () => [registration],
    addEventListener: (_: string, call: () => void, { signal }: AddEventListenerOptions) => {
      heard.add(call);
      signal?.addEventListener('abort', () => heard.delete(call));
    },
  };
  const world: OfflineWorld = {
    container: container as unknown as OfflineWorld['container'],
    caches: { keys: async () => [], delete: async () => true },
    href: 'https://example.org/waves/',
    build: 'one',
    isolated: true,
    cores: 4,
    framed: false,
    thrifty: false,
    installed: false,
    lasting: () => lasting,
    passing: () => passing,
    engaged: () => false,
    touched: () => false,
    quiet: Promise.resolve(),
    onOccasion: () => {},
    reload: vi.fn(),
    ...more,
  };
  const change = (next: object) => {
    container.controller = next;
    for (const call of heard) call();
  };
  return { world, container, registration, heard, change };
}
