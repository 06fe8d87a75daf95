import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkClient } from './client.ts';
import { workersInto, type FakeWorker } from './fakeWorker.testing.ts';
import type { Command, LabEvent, NetworkCommand } from './protocol.ts';

let workers: FakeWorker<Command, LabEvent>[];
const latest = () => workers.at(-1)!;

function client() {
  const events: LabEvent[] = [];
  const deaths: string[] = [];
  const made = new NetworkClient('test');
  made.listener = {
    onEvent: (event) => events.push(event),
    onDeath: (message) => deaths.push(message),
  };
  return { made, events, deaths };
}

beforeEach(() => {
  workers = [];
  vi.stubGlobal('Worker', workersInto(workers));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('stop', () => {
  it('keeps a worker that pauses in time', async () => {
    const { made, events } = client();
    const stopped = made.stop(3, 'a');
    expect(latest().posted).toEqual([{ type: 'pause', runId: 3, network: 'a' }]);
    latest().say({ type: 'paused', runId: 3, network: 'a', step: 7 });
    expect(await stopped).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers).toHaveLength(1);
    expect(events).toHaveLength(1);
  });

  it('replaces a worker that does not, within 200 ms', async () => {
    const { made } = client();
    const stopped = made.stop(3, 'a');
    await vi.advanceTimersByTimeAsync(200);
    expect(await stopped).toBe(false);
    expect(workers[0].terminated).toBe(true);
    expect(workers).toHaveLength(2);
  });

  it('asked twice asks the worker once, and both get the one answer', async () => {
    const { made } = client();
    const both = [made.stop(3, 'a'), made.stop(3, 'a')];
    latest().say({ type: 'paused', runId: 3, network: 'a', step: 7 });
    expect(await Promise.all(both)).toEqual([true, true]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers).toHaveLength(1);
    expect(latest().posted).toHaveLength(1);
  });

  it('is not answered by an older run', async () => {
    const { made } = client();
    const stopped = made.stop(4, 'a');
    latest().say({ type: 'paused', runId: 3, network: 'a', step: 7 });
    await vi.advanceTimersByTimeAsync(200);
    expect(await stopped).toBe(false);
  });
});

describe('death', () => {
  it('is reported once; the next command starts a new worker, and nothing else does', () => {
    const { made, deaths } = client();
    latest().die('boom');
    expect(deaths).toEqual(['boom']);
    expect(workers).toHaveLength(1);
    made.post({ type: 'train', runId: 1, network: 'a', until: 5 });
    expect(workers).toHaveLength(2);
    expect(latest().posted).toHaveLength(1);
  });

  it('ends a stop that was waiting', async () => {
    const { made } = client();
    const stopped = made.stop(1, 'a');
    latest().die('boom');
    expect(await stopped).toBe(true);
  });
});

describe('post', () => {
  it('leaves the arrays to the sender unless they are handed over', () => {
    const { made } = client();
    const fields = new Float32Array(4);
    const command = {
      type: 'samples' as const,
      runId: 1,
      network: 'a' as const,
      set: 'train' as const,
      first: 0,
      inputs: new Float32Array(0),
      fields,
    } satisfies NetworkCommand;
    const spy = vi.spyOn(latest(), 'postMessage');
    made.post(command);
    expect(spy).toHaveBeenLastCalledWith(command, { transfer: [] });
    made.post(command, { transfer: true });
    expect(spy).toHaveBeenLastCalledWith(command, {
      transfer: [command.inputs.buffer, fields.buffer],
    });
  });
});
