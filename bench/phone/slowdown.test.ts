import { expect, it } from 'vitest';
import { Slowdown } from './slowdown.ts';

it('ends even where somebody goes on slowing down', async () => {
  const slowdown = new Slowdown();
  const ended = slowdown.end();
  slowdown.slow([], 2);
  await expect(ended).resolves.toBeUndefined();
});
