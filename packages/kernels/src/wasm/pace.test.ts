import { describe, expect, it } from 'vitest';
import { Governor } from './governor.ts';
import { Lookout } from './lookout.ts';
import { partsFor, type Pace } from './pace.ts';

/** Ten GMAC/s, two numbers a nanosecond. */
const pace: Pace = { macs: 10_000, numbers: 2_000, handOverUs: 2, wakeUs: 40 };

describe('parts of a job', () => {
  it('are at least four times as long as their hand-over', () => {
    expect(partsFor(159_999, pace, 8, false)).toBe(1);
    expect(partsFor(160_000, pace, 8, false)).toBe(2);
    expect(partsFor({ numbers: 48_000 }, pace, 8, false)).toBe(3);
    expect(partsFor(160_000, { ...pace, handOverUs: 3 }, 8, false)).toBe(1);
  });

  it('are two for each thread where there is enough to do, and no more than a word has bits', () => {
    expect(partsFor(1e9, pace, 2, false)).toBe(4);
    expect(partsFor(1e9, pace, 8, false)).toBe(16);
    expect(partsFor(1e9, pace, 24, false)).toBe(32);
    expect(partsFor(1e9, pace, 1, false)).toBe(1);
  });

  it('are one where waking the others up costs too much of it', () => {
    expect(partsFor(1_599_999, pace, 2, true)).toBe(1);
    expect(partsFor(1_600_000, pace, 2, true)).toBe(4);
  });
});

describe('sharing', () => {
  const job = { parts: 4, done: 2, ownMs: 1 };

  it('ends for a while where others are slower than this thread alone', () => {
    const governor = new Governor();
    governor.add({ ...job, waitedMs: 1.9 }, 0);
    expect(governor.mayShare(0)).toBe(true);
    governor.add({ ...job, waitedMs: 1.2 }, 3);
    expect(governor.mayShare(3)).toBe(false);
    expect(governor.mayShare(52)).toBe(false);
    expect(governor.mayShare(53)).toBe(true);
    // The next attempt fails, too.
    governor.add({ ...job, waitedMs: 4 }, 53);
    expect(governor.mayShare(152)).toBe(false);
    expect(governor.mayShare(153)).toBe(true);
  });

  it('goes on where it pays, and forgets gains of long ago', () => {
    const governor = new Governor();
    for (let i = 0; i < 100; i++) governor.add({ ...job, waitedMs: 0.1 }, i);
    expect(governor.mayShare(100)).toBe(true);
    governor.add({ ...job, waitedMs: 4 }, 100);
    expect(governor.mayShare(100)).toBe(false);
  });

  it('says nothing of a job that others have done as a whole', () => {
    const governor = new Governor();
    governor.add({ parts: 4, done: 0, ownMs: 0.01, waitedMs: 50 }, 0);
    expect(governor.mayShare(0)).toBe(true);
  });
});

describe('a thread on the lookout', () => {
  it('sees what is there', () => {
    expect(new Lookout(1, () => 0).sees(() => true)).toBe(true);
    let looks = 0;
    expect(new Lookout(1, () => looks / 1e5).sees(() => ++looks === 1000)).toBe(true);
  });

  it('sleeps after a millisecond', () => {
    let time = 0;
    expect(new Lookout(1, () => (time += 0.01)).sees(() => false)).toBe(false);
    expect(time).toBeGreaterThan(1);
    expect(time).toBeLessThan(1.1);
  });

  it('sleeps at once for a while where something else needs its core', () => {
    let [time, step] = [0, 0.01];
    const now = () => (time += step);
    const lookout = new Lookout(1, now);
    step = 5;
    expect(lookout.sees(() => false)).toBe(false);
    step = 0.01;
    const before = time;
    expect(lookout.sees(() => false)).toBe(false);
    expect(time - before).toBeLessThan(0.05);
    time += 101;
    const later = time;
    expect(lookout.sees(() => false)).toBe(false);
    expect(time - later).toBeGreaterThan(1);
  });
});
