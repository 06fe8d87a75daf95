import { describe, expect, it } from 'vitest';
import { Mutex } from './mutex.ts';
import { yieldToEvents } from '../events.ts';

describe('Mutex', () => {
  it('lets one pass at a time, in the order of asking', async () => {
    const mutex = new Mutex();
    const log: string[] = [];
    const visit = (name: string) =>
      mutex.run(async () => {
        log.push(`${name} in`);
        await yieldToEvents();
        log.push(`${name} out`);
        return name;
      });
    expect(await Promise.all(['a', 'b', 'c'].map(visit))).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('gives two that keep asking equal shares, however long one of them takes', async () => {
    const mutex = new Mutex();
    const done = { quick: 0, slow: 0 };
    const differences: number[] = [];
    const work = async (name: keyof typeof done, yields: number) => {
      for (let i = 0; i < 20; i++) {
        await mutex.run(async () => {
          for (let k = 0; k < yields; k++) await yieldToEvents();
          done[name]++;
          differences.push(Math.abs(done.quick - done.slow));
        });
      }
    };
    await Promise.all([work('quick', 0), work('slow', 5)]);
    expect(done).toEqual({ quick: 20, slow: 20 });
    expect(Math.max(...differences)).toBe(1);
  });

  it('goes on after somebody has failed', async () => {
    const mutex = new Mutex();
    const failing = mutex.run(() => {
      throw new Error('lost');
    });
    const next = mutex.run(() => 'through');
    await expect(failing).rejects.toThrow('lost');
    expect(await next).toBe('through');
  });
});
