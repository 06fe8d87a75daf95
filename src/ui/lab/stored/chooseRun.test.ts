import { expect, it } from 'vitest';
import { chooseRun } from './chooseRun.ts';
import type { RunHead } from './storedRun.ts';

const head = (savedAt: number, change: Partial<RunHead> = {}): RunHead => ({
  version: 1,
  id: String(savedAt),
  link: '',
  savedAt,
  finished: true,
  bytes: 1,
  ...change,
});
const chosen = (heads: RunHead[], held: string[] = [], last?: string) =>
  chooseRun(heads, new Set(held), last)?.id;

it('offers the run that was open in this window', () => {
  expect(chosen([head(1), head(2), head(3, { finished: false })], [], '1')).toBe('1');
});

it('else the newest that was left unfinished, else the newest of all', () => {
  expect(chosen([head(1, { finished: false }), head(2), head(0, { finished: false })])).toBe('1');
  expect(chosen([head(1), head(3), head(2)])).toBe('3');
  expect(chosen([])).toBeUndefined();
});

it('offers nothing that is open in another window or was left for later', () => {
  expect(chosen([head(1), head(2)], ['2'])).toBeUndefined();
  expect(chosen([head(1), head(2, { seen: true })])).toBeUndefined();
  expect(chosen([head(1, { seen: true })], [], '1')).toBeUndefined();
  expect(chosen([head(1, { finished: false }), head(2, { finished: false })], ['2'])).toBe('1');
});
