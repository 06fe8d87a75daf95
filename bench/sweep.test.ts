import { describe, expect, it } from 'vitest';
import { Allowance } from './allowance.ts';
import { NO_TIME, type Contestant } from './contestants/contestant.ts';
import type { Reply } from './contestants/protocol.ts';
import { networkA, stackWork } from './stack.ts';
import { sizesFor, Sweep } from './sweep.ts';

const work = stackWork(networkA('classical'));

/** Gives the same answer always, and counts how often it is asked. */
function contestantOf(reply: Reply) {
  const asked = { times: 0 };
  const ask = () => {
    asked.times++;
    return Promise.resolve(reply);
  };
  return { contestant: { ask } as unknown as Contestant, asked };
}

describe('a sweep', () => {
  it('leaves out what would take too long by the latest rate', async () => {
    const { contestant, asked } = contestantOf({ ms: [2000] });
    const sweep = new Sweep(new Allowance());
    const race = (macs: number) => sweep.race([{ contestant, work, macs }], 'train');
    expect(await race(1)).toEqual([{ least: 2000, median: 2000 }]);
    const before = asked.times;
    expect(await race(3)).toEqual([{ error: 'left out: about 30 s' }]);
    expect(asked.times).toBe(before);
    // Forecasts have a rate of their own.
    expect(await sweep.race([{ contestant, work, macs: 3 }], 'predict')).toHaveLength(1);
    expect(asked.times).toBeGreaterThan(before);
  });

  it('does not ask again whoever has failed twice, and goes on with the others', async () => {
    const failing = contestantOf({ error: 'No answer within 24 s.' });
    const good = contestantOf({ ms: [1] });
    const sweep = new Sweep(new Allowance());
    const entries = [failing, good].map(({ contestant }) => ({ contestant, work, macs: 1 }));
    for (let i = 0; i < 2; i++) await sweep.race(entries, 'train');
    expect(await sweep.race(entries, 'train')).toEqual([
      { error: 'left out: it had failed before' },
      { least: 1, median: 1 },
    ]);
    expect(failing.asked.times).toBe(2);
  });

  it('begins nothing when its time is over, which is no failure', async () => {
    const { contestant, asked } = contestantOf({ ms: [1] });
    const sweep = new Sweep(new Allowance(0));
    expect(sweep.timeIsUp).toBe(true);
    for (let i = 0; i < 3; i++) {
      const results = await sweep.race([{ contestant, work, macs: 1 }], 'train');
      expect(results).toEqual([{ error: NO_TIME }]);
    }
    expect(asked.times).toBe(0);
  });
});

describe('the sizes of a sweep', () => {
  it('begin with the smallest on software adapters', () => {
    const sizes = [
      { grid: 64, channels: 32 },
      { grid: 32, channels: 16 },
    ];
    expect(sizesFor('NVIDIA H100', sizes)).toEqual(sizes);
    expect(sizesFor('SwiftShader driver', sizes)).toEqual(sizes.toReversed());
  });
});
