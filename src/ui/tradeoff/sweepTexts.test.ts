import { expect, it } from 'vitest';
import { findPreset } from '../../engine/experiment/presets.ts';
import { usualChoice } from '../sweep/choice.ts';
import { orderOf } from '../sweep/order.ts';
import { DAY_MS } from '../shared/numbers.ts';
import { dayText, replaceText, sizeText, whyTooLarge } from './sweepTexts.ts';

const queue = (total: number, left: number, runs = 3) => ({
  total,
  left,
  runs: Array.from({ length: runs }, () => ({}) as never),
  skipped: [],
});
const hours = (count: number) => ({ ms: (count * DAY_MS) / 24, roughly: false });

it('says before the start what is reused, what is to do and how long it takes', () => {
  expect(sizeText(queue(12, 12), hours(26))).toBe(
    '12 networks to train in 3 runs, about 26 hours.',
  );
  expect(sizeText(queue(12, 1, 1), { ...hours(3), roughly: true })).toBe(
    '12 networks: 11 trained already and reused, 1 to train in 1 run, roughly 3 hours.',
  );
  expect(sizeText(queue(12, 12), undefined)).toMatch(/the time is known after the first one/);
  expect(sizeText(queue(2, 0, 0), hours(0))).toBe('2 networks: all of them are trained already.');
  expect(sizeText(queue(0, 0, 0), hours(0))).toBe('No network.');
});

it('asks before more than a day, and takes no more than a thousand networks', () => {
  expect(dayText(hours(24))).toBeUndefined();
  expect(dayText(undefined)).toBeUndefined();
  expect(dayText(hours(26))).toMatch(/^This sweep takes about 26 hours\. The page must stay open/);
  expect(whyTooLarge({ total: 1000 })).toBeUndefined();
  expect(whyTooLarge({ total: 1001 })).toMatch(/^1,001 networks are too many/);
});

it('asks before a sweep takes the place of another one that is not finished', () => {
  const preset = findPreset('quick')!;
  const sweep = (seeds: string, startedAt: number) =>
    orderOf({
      preset,
      experiment: preset.experiment,
      choice: { ...usualChoice, seeds },
      startedAt,
    })!;
  expect(replaceText(sweep('2', 1), sweep('3', 2))).toMatch(/can’t be resumed then/);
  expect(replaceText(undefined, sweep('3', 2))).toBeUndefined();
  // The same one simply continues.
  expect(replaceText(sweep('3', 1), sweep('3', 2))).toBeUndefined();
});
