import { expect, it } from 'vitest';
import { isAddress, progressName } from './source.ts';

it('tells two files of one name apart, and neither has anything beside it', () => {
  const [one, other] = ['A', 'B'].map((text) => progressName({ name: 'lesson.md', text }));
  expect(one).not.toBe(other);
  expect(progressName({ name: 'lesson.md', text: 'A' })).toBe(one);
  expect([one, other, 'tour', './lesson.md', 'sub/lesson'].map(isAddress)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});
