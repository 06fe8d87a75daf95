import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pageOn, storage } from '../lab/runs.testing.ts';
import { work } from '../lab/world.testing.ts';
import { finishedTexts } from './finishedTexts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says the errors of a finished run, and leaves them out where they are hidden or covered', async () => {
  const kept = storage();
  const first = await pageOn(kept);
  first.lab.run.train();
  await work(first);
  kept.reload();
  const { offer } = (await pageOn(kept)).lab.stored.offered.getState();
  const told = finishedTexts(offer!, { errors: true });
  expect(told).toHaveLength(2);
  for (const text of told) expect(text).toMatch(/^[AB] .+, test error \d.*\s%$/);
  const covered = finishedTexts(offer!, { errors: false });
  expect(covered).toHaveLength(2);
  for (const [i, text] of covered.entries()) {
    expect(text).not.toContain('error');
    expect(told[i].startsWith(`${text}, `)).toBe(true);
  }
});
