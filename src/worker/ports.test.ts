import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { NetworkClient } from './client.ts';
import { NetworkPorts } from './ports.ts';
import type { LabEvent, NetworkCommand } from './protocol.ts';

/** A worker that the test answers for. */
class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: ((message: { data: LabEvent }) => void) | null = null;
  onerror: ((event: { preventDefault(): void; message: string }) => void) | null = null;
  posted: NetworkCommand[] = [];
  terminated = false;

  constructor(
    readonly url: URL,
    readonly options: { name: string },
  ) {
    FakeWorker.all.push(this);
  }
  postMessage(command: NetworkCommand): void {
    this.posted.push(command);
  }
  terminate(): void {
    this.terminated = true;
  }
}

const running = (name: string): FakeWorker[] =>
  FakeWorker.all.filter(({ options, terminated }) => options.name === name && !terminated);

function lab() {
  const ports = new NetworkPorts({ a: new NetworkClient('a'), b: new NetworkClient('b') });
  const heard: Record<'a' | 'b', (LabEvent | string)[]> = { a: [], b: [] };
  for (const id of ['a', 'b'] as const) {
    ports[id].listener = {
      onEvent: (event) => heard[id].push(event),
      onDeath: (message) => heard[id].push(message),
    };
  }
  return { ports, heard };
}

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal('Worker', FakeWorker);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('networks with a worker each', () => {
  it('are addressed and heard by name', () => {
    const { ports, heard } = lab();
    ports.b.post({ type: 'train', runId: 1, until: 5 });
    const [b] = running('b');
    expect(b.posted).toEqual([{ type: 'train', runId: 1, network: 'b', until: 5 }]);
    const event: LabEvent = { type: 'paused', runId: 1, network: 'b', step: 5 };
    b.onmessage?.({ data: event });
    expect(heard).toEqual({ a: [], b: [event] });
  });

  it('die alone', () => {
    const { heard } = lab();
    running('b')[0].onerror?.({ preventDefault: () => {}, message: 'boom' });
    expect(heard).toEqual({ a: [], b: ['boom'] });
  });
});

describe('networks that share a worker', () => {
  it('are in network A’s; the other one is ended', () => {
    const { ports, heard } = lab();
    ports.share();
    ports.share();
    expect(running('b')).toEqual([]);
    ports.a.post({ type: 'train', runId: 1, until: 5 });
    ports.b.post({ type: 'train', runId: 1, until: 5 });
    const [worker] = running('a');
    expect(worker.posted.map(({ network }) => network)).toEqual(['a', 'b']);
    const event: LabEvent = { type: 'paused', runId: 1, network: 'b', step: 5 };
    worker.onmessage?.({ data: event });
    expect(heard).toEqual({ a: [], b: [event] });
  });

  it('die together', () => {
    const { ports, heard } = lab();
    ports.share();
    running('a')[0].onerror?.({ preventDefault: () => {}, message: 'boom' });
    expect(heard).toEqual({ a: ['boom'], b: ['boom'] });
  });

  it('are replaced together if one of them does not stop in time', async () => {
    const { ports } = lab();
    ports.share();
    const [worker] = running('a');
    const stops = [ports.a.stop(3), ports.b.stop(3)];
    // Network A answers, network B is stuck.
    worker.onmessage?.({ data: { type: 'paused', runId: 3, network: 'a', step: 1 } });
    await vi.advanceTimersByTimeAsync(200);
    expect(await Promise.all(stops)).toEqual([true, false]);
    expect(worker.terminated).toBe(true);
    expect(running('a')).toHaveLength(1);
  });

  it('that both do not stop are both said to be lost', async () => {
    const { ports } = lab();
    ports.share();
    const stops = [ports.a.stop(3), ports.b.stop(3)];
    await vi.advanceTimersByTimeAsync(200);
    expect(await Promise.all(stops)).toEqual([false, false]);
    expect(running('a')).toHaveLength(1);
  });

  it('part again: the shared worker frees what it holds of network B', () => {
    const { ports } = lab();
    ports.part(1);
    expect(running('a')[0].posted).toEqual([]);
    ports.share();
    ports.part(2);
    expect(running('a')[0].posted).toEqual([{ type: 'leave', runId: 2, network: 'b' }]);
    ports.b.post({ type: 'train', runId: 2, until: 5 });
    expect(running('b')[0].posted).toHaveLength(1);
  });
});
