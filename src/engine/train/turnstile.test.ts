import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile.ts';
import { yieldToEvents } from '../events.ts';

describe('Turnstile', () => {
  it('lets one pass at a time, in the order of asking', async () => {
    const turnstile = new Turnstile();
    const log: string[] = [];
    const visit = (name: string) =>
      turnstile.pass(async () => {
        log.push(`${name} in`);
        await yieldToEvents();
        log.push(`${name} out`);
        return name;
      });
    expect(await Promise.all(['a', 'b', 'c'].map(visit))).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('gives two that keep asking equal shares, however long one of them takes', async () => {
    const turnstile = new Turnstile();
    const done = { quick: 0, slow: 0 };
    const differences: number[] = [];
    const work = async (name: keyof typeof done, yields: number) => {
      for (let i = 0; i < 20; i++) {
        await turnstile.pass(async () => {
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
    const turnstile = new Turnstile();
    const failing = turnstile.pass(() => {
      throw new Error('lost');
    });
    const next = turnstile.pass(() => 'through');
    await expect(failing).rejects.toThrow('lost');
    expect(await next).toBe('through');
  });
});
