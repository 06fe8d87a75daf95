import { beforeAll, expect, it, vi } from 'vitest';
import { networkA, stackWork } from '../stack.ts';
import type { CountingGpu } from './countingGpu.ts';
import { countsOf, startCounting } from './counts.ts';

let gpu: CountingGpu;

beforeAll(async () => {
  vi.stubGlobal('navigator', {});
  gpu = await startCounting();
});

it.each([
  ['classical', 62],
  ['one-way', 90],
] as const)('a step of Network A, %s', async (format, most) => {
  const { step, forecast } = await countsOf(gpu, stackWork(networkA(format)));
  expect(step.dispatches).toBeGreaterThan(0);
  expect(step.dispatches).toBeLessThanOrEqual(most);
  expect(forecast.dispatches).toBeLessThan(step.dispatches);
});
