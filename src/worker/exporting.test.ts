import { expect, it } from 'vitest';
import { Exporting } from './exporting.ts';

it('reports now and then, and ends what is not wanted any more, not what is asked for after that', async () => {
  let now = 0;
  const told: object[] = [];
  const exporting = new Exporting(() => now);
  const begin = () => exporting.begin('dataset-cno', (event) => told.push(event));
  const first = begin();
  await first(1, 9);
  now = 1000;
  await first(2, 9);
  expect(told).toEqual([{ type: 'exporting', what: 'dataset-cno', done: 2, total: 9 }]);
  exporting.cancel('dataset-cno');
  now = 2000;
  await expect(first(3, 9)).rejects.toThrow('Cancelled: nothing was saved.');
  const second = begin();
  now = 3000;
  await second(1, 9);
  expect(told).toHaveLength(3);
});
