import { afterEach, expect, it, vi } from 'vitest';
import { Exporting } from './exporting.ts';

afterEach(() => vi.restoreAllMocks());

it('reports now and then, and ends what is not wanted any more, not what is asked for after that', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const told: object[] = [];
  const exporting = new Exporting();
  const begin = () => exporting.begin('dataset-cno', (event) => told.push(event));
  const first = begin();
  await first(1, 9);
  clock.mockReturnValue(1000);
  await first(2, 9);
  const report = { type: 'exporting', what: 'dataset-cno', done: 2, total: 9 };
  expect(told).toEqual([report]);
  exporting.cancel('dataset-cno');
  clock.mockReturnValue(2000);
  await expect(first(3, 9)).rejects.toThrow('Cancelled: nothing was saved.');
  const second = begin();
  clock.mockReturnValue(3000);
  await second(1, 9);
  expect(told).toHaveLength(3);
});
