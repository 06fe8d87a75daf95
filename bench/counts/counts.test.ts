import { beforeAll, expect, it, vi } from 'vitest';
import { networkA, stackWork } from '../stack.ts';
import type { CountingGpu } from './countingGpu.ts';
import { countsOf, startCounting } from './counts.ts';
import { MOST_DISPATCHES } from './rows.ts';

let gpu: CountingGpu;

beforeAll(async () => {
  vi.stubGlobal('navigator', {});
  gpu = await startCounting();
});

it.each([
  ['classical', MOST_DISPATCHES],
  ['one-way', 60],
] as const)('a step of Network A, %s, is one submission', async (format, most) => {
  const { step, forecast } = await countsOf(gpu, stackWork(networkA(format)));
  expect(step.dispatches).toBeGreaterThan(0);
  expect(step.dispatches).toBeLessThanOrEqual(most);
  expect(forecast.dispatches).toBeLessThan(step.dispatches);
  // The errors of eight steps are read at once: that takes a submission and a bind group for each.
  expect(step.submissions).toBeLessThan(1.5);
  expect(step.bindGroups).toBeLessThanOrEqual(1);
});
