import { expect, it } from 'vitest';
import { leaves } from '../../engine/experiment/schema.ts';
import { groups } from './groups.ts';

it('arranges every field that is on no network card or in the top bar, once', () => {
  const elsewhere = /^(a|b)\.|^backend$/;
  const keys = leaves.map(({ key }) => key).filter((key) => !elsewhere.test(key));
  expect(
    Object.values(groups)
      .flatMap((group) => group.keys)
      .toSorted(),
  ).toEqual(keys.toSorted());
});
