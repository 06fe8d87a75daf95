import { describe, expect, it } from 'vitest';
import { deviceChecks, type CheckOutcome } from 'slimwave-kernels/checks';
import { layerChecks } from '../../../engine/verification/layers/layerChecks.ts';
import { groupsOf, meaningOf, worstOf } from './groups.ts';
import { deviceReport, type Host } from './report.ts';
import { asksForDevice, seedOfLink, type BackendRun, type DeviceState } from './state.ts';
import { markOf, statusLine, verdictOf } from './verdict.ts';

const outcome = (
  name: string,
  offs: Record<string, number> = { y: 1e-7, dx: 2e-7 },
  change: Partial<CheckOutcome> = {},
): CheckOutcome => ({
  group: 'Conv2D',
  name,
  shape: 'x 1×2×2×1',
  deviations: Object.entries(offs).map(([quantity, fromReference]) => ({
    quantity,
    fromReference,
    fromCpu: fromReference,
  })),
  tolerance: 1e-5,
  passed: true,
  milliseconds: 2,
  ...change,
});
const wrong = outcome(
  'wrong',
  { y: 1e-7, dx: 0.3 },
  { passed: false, problem: 'Wrong: dx (off by 0.30).' },
);
const run = (status: BackendRun['status'], ...outcomes: CheckOutcome[]): BackendRun => ({
  status,
  outcomes,
  total: 5,
  milliseconds: 1000,
  tfjs: '4.22.0',
});
const absent: BackendRun = {
  status: 'absent',
  outcomes: [],
  message: 'This browser offers no WebGPU adapter.',
};
const host: Host = {
  where: 'Firefox 143 on Linux',
  userAgent: 'Mozilla/5.0',
  page: 'https://example.org/checks.html',
  cores: 8,
  isolated: true,
  version: '0.1.0',
};
const state = (change: Partial<DeviceState['runs']> = {}) => ({
  seed: 42,
  startedAt: new Date('2026-11-25T12:00:00Z'),
  runs: {
    wasm: run('done', outcome('a'), wrong),
    cpu: run('done', outcome('a')),
    webgpu: absent,
    ...change,
  },
});

describe('groupsOf', () => {
  it('counts and finds the largest deviation of every kind of operation', () => {
    const other = outcome('b', { y: 1e-6 }, { group: 'matMul' });
    const [conv, product] = groupsOf([outcome('a'), other, wrong]);
    expect(conv).toMatchObject({ name: 'Conv2D', passed: 1, milliseconds: 4 });
    expect(conv.worst).toEqual({ outcome: wrong, deviation: wrong.deviations[1] });
    expect(product).toMatchObject({ name: 'matMul', passed: 1 });
  });

  it('takes what is not a number for the largest, wherever it stands', () => {
    const nan = outcome('nan', { y: NaN, dx: 5 });
    for (const order of [
      [nan, wrong],
      [wrong, nan],
    ]) {
      expect(worstOf(order)?.deviation).toMatchObject({ quantity: 'y', fromReference: NaN });
    }
    expect(worstOf([outcome('nothing', {})])).toBeUndefined();
  });
});

it('meaningOf tells forecasts, training, memory and refusals apart', () => {
  expect(meaningOf(wrong)).toMatch(/^Forecasts are right, but training/);
  expect(meaningOf(outcome('a', { y: 0.1, dx: 0 }))).toMatch(/^Forecasts and training/);
  expect(meaningOf(outcome('a', { y: NaN }))).toMatch(/^Forecasts and training/);
  expect(meaningOf(outcome('a', {}))).toMatch(/stop with an error/);
  expect(meaningOf(outcome('a'))).toMatch(/exhaust the memory/);
  const unlike = outcome('a');
  unlike.deviations[0].fromCpu = 0.2;
  expect(meaningOf(unlike)).toMatch(/cannot be trusted/);
});

describe('the verdict', () => {
  it('is wrong as soon as one case is, whatever comes after', () => {
    expect(markOf(run('running', wrong, outcome('a')))).toBe('broken');
    expect(verdictOf(run('done', wrong))).toBe('wrong');
    expect(verdictOf(run('done', outcome('a')))).toBe('right');
    expect(markOf({ status: 'failed', outcomes: [] })).toBe('broken');
    expect(markOf(run('stopped', outcome('a')))).toBe('waiting');
  });

  it('counts the cases, and never beyond their number', () => {
    expect(verdictOf({ status: 'running', outcomes: [] })).toBe('starting');
    expect(verdictOf(run('running', outcome('a')))).toBe('case 2 of 5');
    const five = Array.from({ length: 5 }, () => outcome('a'));
    expect(verdictOf(run('running', ...five))).toBe('case 5 of 5');
  });

  it('of the device names what to trust', () => {
    expect(statusLine(state())).toBe(
      'Cannot be trusted: WebAssembly. Correct on your device: Plain JavaScript.',
    );
    expect(statusLine({ ...state(), running: 'cpu' })).toBe('Plain JavaScript is being checked.');
    const idle = run('idle');
    expect(statusLine({ runs: { wasm: idle, cpu: idle, webgpu: idle } })).toBe('Not checked yet.');
    const stopped = run('stopped', outcome('a'));
    expect(
      statusLine({ runs: { wasm: run('done', outcome('a')), cpu: stopped, webgpu: stopped } }),
    ).toBe('Correct on your device: WebAssembly. The check was stopped.');
  });
});

describe('the report', () => {
  it('has the machine, the seed, every deviation and every failure', () => {
    const text = deviceReport(state(), host);
    for (const part of [
      'Firefox 143 on Linux, 2026-11-25T12:00:00.000Z',
      'Cores: 8; cross-origin isolated: yes',
      'Slimwave 0.1.0, tfjs 4.22.0',
      'Seed 42: https://example.org/checks.html#seed=42',
      'WebAssembly: 1 of 2 cases passed, largest deviation 0.30, in 1.0\u202fs.',
      '  FAILED: Conv2D, wrong\n    Wrong: dx (off by 0.30). Forecasts are right',
      'deviations (at most 0.00001): y 1.0e-7 (cpu 1.0e-7), dx 3.0e-1 (cpu 3.0e-1)',
      '  Conv2D: 1 of 2, 4 ms: 2.0e-7 3.0e-1!',
      'WebGPU: Not available. This browser offers no WebGPU adapter.',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('has the adapter and its limits', () => {
    const adapter = {
      name: 'Some GPU',
      software: false,
      limits: { maxBufferSize: 268435456 },
      features: ['timestamp-query'],
    };
    const text = deviceReport(state({ webgpu: { ...run('done', outcome('a')), adapter } }), host);
    expect(text).toContain(
      'Adapter: Some GPU\n  Limits: maxBufferSize 268435456\n  Features: timestamp-query',
    );
  });

  it('says what failed as a whole and what was stopped', () => {
    const text = deviceReport(
      state({
        wasm: { status: 'failed', outcomes: [], message: 'It could not be started.' },
        cpu: run('stopped', outcome('a')),
      }),
      host,
    );
    expect(text).toContain(
      'WebAssembly: The check ended with an error, so the lab will not use it here: It could not be started.',
    );
    expect(text).toContain('Plain JavaScript: Stopped after 1 of 5 cases: 1 of 1 cases passed');
  });

  it('fits into an issue even if everything is wrong on every backend', () => {
    const failing = [...deviceChecks(1), ...layerChecks(1)].map(
      ({ group, name, shape }): CheckOutcome => ({ ...wrong, group, name, shape }),
    );
    const all = run('done', ...failing);
    const text = deviceReport(state({ wasm: all, cpu: all, webgpu: all }), host);
    // GitHub takes 65,536 characters.
    expect(text.length).toBeLessThan(65_000);
  });
});

it('a link names a seed or leads to the device', () => {
  expect(seedOfLink('#seed=42')).toBe(42);
  for (const hash of ['', '#seed=', '#seed=0', '#seed=x1', '#seed=1234567', '#device']) {
    expect(seedOfLink(hash)).toBeUndefined();
  }
  expect(asksForDevice('#device')).toBe(true);
  expect(asksForDevice('#seed=7')).toBe(true);
  expect(asksForDevice('#symmetry')).toBe(false);
});
