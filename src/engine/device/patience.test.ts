import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inTime, SilenceError, whileAlive } from './patience.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

it('gives the result of what answers in time, and the error of what fails', async () => {
  await expect(inTime('it', 100, Promise.resolve(7))).resolves.toBe(7);
  await expect(inTime('it', 100, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up what is silent, with a sentence', async () => {
  const given = expect(inTime('its device', 2000, new Promise(() => {}))).rejects.toThrow(
    new SilenceError('its device did not answer within 2 s.'),
  );
  await vi.advanceTimersByTimeAsync(2000);
  await given;
});

it('waits as long as there are signs of life', async () => {
  const slow = whileAlive('it', 100, async (sign) => {
    for (let i = 0; i < 50; i++) {
      await wait(90);
      sign();
    }
    return 'done';
  });
  await vi.advanceTimersByTimeAsync(4600);
  await expect(slow).resolves.toBe('done');
});

it('ends what it has given up at its next sign', async () => {
  const steps: number[] = [];
  const given = expect(
    whileAlive('it', 100, async (sign) => {
      for (let i = 0; i < 5; i++) {
        steps.push(i);
        await wait(i === 2 ? 500 : 10);
        sign();
      }
    }),
  ).rejects.toThrow(SilenceError);
  await vi.advanceTimersByTimeAsync(1000);
  await given;
  expect(steps).toEqual([0, 1, 2]);
});
