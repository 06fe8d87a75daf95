import { describe, expect, it } from 'vitest';
import { WakingClock } from './wakingClock.ts';

function clockAt(start: number, hidden = false) {
  const host = { present: start };
  const clock = new WakingClock(
    () => host.present,
    () => hidden,
  );
  return {
    clock,
    pass: (ms: number, each = 1000) => {
      for (let left = ms; left > 0; left -= each) {
        host.present += Math.min(each, left);
        clock.now();
      }
    },
    jump: (ms: number) => {
      host.present += ms;
    },
  };
}

describe('WakingClock', () => {
  it('counts the time that passes', () => {
    const { clock, pass } = clockAt(500);
    pass(10_000);
    expect(clock.now()).toBe(10_000);
  });

  it('does not count a sleep', () => {
    const { clock, pass, jump } = clockAt(0);
    pass(3000);
    jump(36 * 60_000);
    pass(2000);
    expect(clock.now()).toBeLessThanOrEqual(6000);
    expect(clock.now()).toBeGreaterThanOrEqual(5000);
  });

  it('counts a page that was busy for a few seconds', () => {
    const { clock, jump } = clockAt(0);
    jump(4000);
    expect(clock.now()).toBe(4000);
  });

  it('counts a hidden page whose timers are held back', () => {
    const { clock, pass } = clockAt(0, true);
    pass(600_000, 60_000);
    expect(clock.now()).toBe(600_000);
  });

  it('never goes back', () => {
    const { clock, pass, jump } = clockAt(10_000);
    pass(1000);
    jump(-86_400_000);
    expect(clock.now()).toBe(1000);
    pass(1000);
    expect(clock.now()).toBe(2000);
  });
});
