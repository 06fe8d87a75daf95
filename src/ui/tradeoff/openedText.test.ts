import { expect, it } from 'vitest';
import { openedText } from './openedText.ts';

it('says how many networks of a file are new, replaced, left out and damaged', () => {
  expect(openedText('lab.json', { added: 3, replaced: 0, left: 0 }, 0)).toBe(
    'lab.json: 3 networks added. They are shown with their settings.',
  );
  expect(openedText('lab.json', { added: 1, replaced: 2, left: 1 }, 4)).toBe(
    'lab.json: 1 network added. 2 networks replaced, since the file has a newer result. 1 network left out, since the result here is the same or newer. They are shown with their settings. 4 networks in it can’t be used.',
  );
  expect(openedText('lab.json', { added: 0, replaced: 0, left: 2 }, 0)).toBe(
    'lab.json: 0 networks added. 2 networks left out, since the result here is the same or newer.',
  );
});
