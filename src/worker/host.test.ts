import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeWorker } from './fakeWorker.testing.ts';
import { PATIENCE, WorkerHost } from './host.ts';

function hosted(make?: () => Worker) {
  const made: FakeWorker<unknown, unknown>[] = [];
  const heard: unknown[] = [];
  const host = new WorkerHost<string, { type: string }>(
    make ??
      (() => {
        const worker = new FakeWorker<unknown, unknown>();
        made.push(worker);
        return worker as unknown as Worker;
      }),
    {
      onMessage: (event) => heard.push(event),
      onDeath: (reason) => heard.push(reason),
      onLate: (late) => heard.push(late),
    },
  );
  return { host, made, heard };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a script that is slow', () => {
  it('is reported as late, is not given up, and answers what was posted before', () => {
    const { host, made, heard } = hosted();
    host.post('first');
    vi.advanceTimersByTime(PATIENCE - 1);
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual([true]);
    vi.advanceTimersByTime(600_000);
    expect(made).toHaveLength(1);
    expect(made[0].terminated).toBe(false);
    made[0].say({ type: 'alive' });
    made[0].say({ type: 'answer' });
    expect(heard).toEqual([true, false, { type: 'answer' }]);
    expect(made[0].posted).toEqual(['first']);
  });

  it('can be loaded once more, and the new worker gets all that was posted', () => {
    const { host, made, heard } = hosted();
    host.post('first');
    host.post('second');
    vi.advanceTimersByTime(PATIENCE);
    host.again();
    expect(made).toHaveLength(2);
    expect(made[0].terminated).toBe(true);
    expect(made[1].posted).toEqual(['first', 'second']);
    expect(heard).toEqual([true, false]);
    vi.advanceTimersByTime(PATIENCE);
    expect(heard).toEqual([true, false, true]);
    host.again();
    made[2].say({ type: 'alive' });
    expect(made[2].posted).toEqual(['first', 'second']);
  });

  it('is late no more when its worker is ended', () => {
    const { host, heard } = hosted();
    host.start();
    vi.advanceTimersByTime(PATIENCE);
    host.end();
    expect(heard).toEqual([true, false]);
  });

  it('is never late once it has said anything', () => {
    const { host, made, heard } = hosted();
    host.post('work');
    made[0].say({ type: 'answer' });
    vi.advanceTimersByTime(600_000);
    expect(heard).toEqual([{ type: 'answer' }]);
  });
});

describe('a worker that can’t be started', () => {
  it('is told apart from one that ended later', () => {
    const { host, made, heard } = hosted();
    host.post('first');
    made[0].die('');
    expect(heard).toEqual([expect.stringMatching(/script could not be loaded.*policy/)]);
    host.post('second');
    made[1].say({ type: 'alive' });
    made[1].die('');
    expect(heard[1]).toBe('it ended without a message');
  });

  it.each([
    [
      'constructor throws',
      () => {
        throw new Error('refused by the policy');
      },
    ],
    ['there are none', () => new (undefined as unknown as typeof Worker)('x')],
  ])('leaves a reason and no worker: %s', (_, make) => {
    const { host, heard } = hosted(make);
    host.post('first');
    // Not before whoever posted has gone on.
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(heard).toEqual([
      expect.stringMatching(/^the browser or a policy of the page does not allow workers/),
    ]);
    vi.advanceTimersByTime(600_000);
    expect(heard).toHaveLength(1);
  });

  it('is started again by the next command, without what the dead one was to do', () => {
    const { host, made } = hosted();
    host.post('first');
    made[0].die('boom');
    host.post('second');
    expect(made[1].posted).toEqual(['second']);
  });
});
