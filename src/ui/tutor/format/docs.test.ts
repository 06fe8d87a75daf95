import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { networkQuantities } from '../values/names.ts';
import { parseLesson } from './parse.ts';
import { covers } from '../../lessons/cover.ts';
import { anchorNames } from '../anchors.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/lessons.md'), 'utf8');

it('the example of docs/lessons.md is a lesson', () => {
  const [, example] = /```markdown\n(---\n.*?)```/s.exec(page)!;
  const parsed = parseLesson(example, { 'rank-2': { value: 0.1, how: 'as an example' } });
  expect(parsed).not.toHaveProperty('problems');
});

it('docs/lessons.md names every place, cover and quantity', () => {
  const places = anchorNames.filter((name) => !/-[bc]$/.test(name));
  for (const name of [...places, ...covers]) expect(page).toContain(`\`${name}\``);
  for (const name of networkQuantities) expect(page).toContain(`\`${name}.a\``);
});
