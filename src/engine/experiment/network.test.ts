import { expect, it } from 'vitest';
import { idsOf, networkIds } from './network.ts';
import { experimentFrom } from './presets.ts';

it.each([1, 2, 3, 4])('%d networks have their names, always as the same array', (count) => {
  const one = experimentFrom({ networks: String(count) });
  const other = experimentFrom({ networks: String(count), 'training.steps': '7' });
  expect(idsOf(one)).toEqual(networkIds.slice(0, count));
  // Components that select it would otherwise be drawn again without end.
  expect(idsOf(other)).toBe(idsOf(one));
});
