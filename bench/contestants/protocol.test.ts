import { describe, expect, it } from 'vitest';
import { networkA, stackWork } from '../stack.ts';
import { Bench, messageOf, type Request, type Runner } from './protocol.ts';

const request = (batch: number, mode: Request['mode'] = 'train'): Request => ({
  work: stackWork(networkA('classical'), batch),
  mode,
  budgetMs: 0,
});

/** Builds runners that do nothing and notes which were built and disposed of, by their batch. */
function recorded(kept?: number) {
  const events: string[] = [];
  const bench = new Bench(({ batch }) => {
    if (batch === 13) throw new Error('Thirteen is not possible.\nmore lines');
    events.push(`+${batch}`);
    const runner: Runner = {
      run: () => new Promise((resolve) => setTimeout(resolve, 1)),
      dispose: () => events.push(`-${batch}`),
    };
    return Promise.resolve(runner);
  }, kept);
  return { bench, events };
}

describe('a contestant', () => {
  it('keeps so many networks warm and disposes of older ones', async () => {
    const { bench, events } = recorded(2);
    for (const batch of [1, 2, 1, 2, 3]) {
      expect(await bench.answer(request(batch))).toEqual({ ms: [expect.any(Number)] });
    }
    expect(events).toEqual(['+1', '+2', '-1', '+3']);
  });

  it('times the same network in both modes without building it anew', async () => {
    const { bench, events } = recorded();
    await bench.answer(request(1, 'train'));
    await bench.answer(request(1, 'predict'));
    expect(events).toEqual(['+1']);
  });

  it('answers with a sentence where a network cannot be built, and goes on', async () => {
    const { bench } = recorded();
    expect(await bench.answer(request(13))).toEqual({ error: 'Thirteen is not possible.' });
    expect(await bench.answer(request(1))).toHaveProperty('ms');
  });
});

describe('the message of an error', () => {
  it('is one line, whatever was thrown', () => {
    expect([new Error('a\nb'), 'text', 3].map(messageOf)).toEqual(['a', 'text', '3']);
  });
});
