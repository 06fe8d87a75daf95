import { describe, expect, it } from 'vitest';
import { ReadQueue } from './reads.ts';
import { yieldToEvents } from '../events.ts';

/** A read that the test completes. */
function read() {
  let resolve: (values: number[]) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const values = new Promise<number[]>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { values, resolve, reject };
}

describe('ReadQueue', () => {
  it('takes in the order of asking, whichever comes first', async () => {
    const queue = new ReadQueue();
    const taken: number[] = [];
    const [first, second] = [read(), read()];
    await queue.add(first.values, (values) => taken.push(...values), 2);
    await queue.add(second.values, (values) => taken.push(...values), 2);
    second.resolve([2]);
    const drained = queue.drain();
    await yieldToEvents();
    expect(taken).toEqual([]);
    first.resolve([1]);
    await drained;
    expect(taken).toEqual([1, 2]);
  });

  it('holds whoever adds more than the depth allows', async () => {
    const queue = new ReadQueue();
    const reads = [read(), read(), read()];
    const taken: number[] = [];
    const take = (values: number[]) => void taken.push(...values);
    let through = 0;
    const adding = (async () => {
      for (const { values } of reads) {
        await queue.add(values, take, 2);
        through++;
      }
    })();
    await yieldToEvents();
    expect(through).toBe(2);
    reads[0].resolve([1]);
    await adding;
    expect(taken).toEqual([1]);
    reads[1].resolve([2]);
    reads[2].resolve([3]);
    await queue.drain();
    expect(taken).toEqual([1, 2, 3]);
  });

  it('with depth 0 waits for every read', async () => {
    const queue = new ReadQueue();
    const taken: number[] = [];
    await queue.add(Promise.resolve([7]), (values) => taken.push(...values), 0);
    expect(taken).toEqual([7]);
  });

  it('passes a failure on to whoever waits, and nowhere else', async () => {
    const queue = new ReadQueue();
    const failing = read();
    await queue.add(failing.values, () => {}, 2);
    failing.reject(new Error('diverged'));
    // Were it unhandled meanwhile, the test run would fail.
    await yieldToEvents();
    await expect(queue.drain()).rejects.toThrow('diverged');
  });
});
