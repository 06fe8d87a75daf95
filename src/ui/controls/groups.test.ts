import { expect, it } from 'vitest';
import { leaves } from '../../engine/experiment/leaves.ts';
import { groups } from './groups.ts';

it('arranges every field that is on no network card or in the top bar, once', () => {
  const elsewhere = new Set(['networks', 'reference', 'backend']);
  const keys = leaves
    .filter(({ key, network }) => !network && !elsewhere.has(key))
    .map(({ key }) => key);
  expect(
    Object.values(groups)
      .flatMap((group) => group.keys)
      .toSorted(),
  ).toEqual(keys.toSorted());
});
