import { describe, expect, it } from 'vitest';
import type { Check } from '../../engine/verification/check.ts';
import { report, summaryLine } from './report.ts';
import type { CheckState } from './state.ts';

const done = (value: number): CheckState => ({
  status: 'done',
  milliseconds: 1500,
  result: { findings: [{ what: 'order', value, atLeast: 1.9 }], plots: [] },
});

describe('summaryLine', () => {
  it('counts what holds', () => {
    expect(summaryLine({ a: done(2), b: done(1) })).toBe(
      '1 of 2 findings hold, computed in 3.0\u202fs in this browser.',
    );
  });

  it('says how far a run is', () => {
    const running: CheckState = { status: 'running', share: 0.5 };
    expect(summaryLine({ a: running })).toBe('Computing the first of 1 checks.');
    expect(summaryLine({ a: done(2), b: running })).toBe(
      '1 of 1 findings hold so far, 1 of 2 checks computed.',
    );
  });

  it('hides neither what failed nor what was stopped', () => {
    const line = summaryLine({
      a: done(2),
      b: { status: 'failed', message: 'boom' },
      c: { status: 'stopped' },
    });
    expect(line).toContain('1 of 3 checks failed.');
    expect(line).toContain('1 of 3 checks not computed.');
    expect(summaryLine({ a: { status: 'failed', message: 'boom' } })).toBe(
      'Nothing has been computed. 1 of 1 checks failed.',
    );
  });
});

describe('report', () => {
  it('has every finding with its claim, and every failure with its message', () => {
    const check = (id: string): Check => ({
      id,
      title: `Check ${id}`,
      explanation: '',
      source: '',
      *run() {
        yield 1;
        return { findings: [], plots: [] };
      },
    });
    const text = report(
      [check('a'), check('b')],
      { a: done(1), b: { status: 'failed', message: 'boom' } },
      { where: 'Firefox 143 on Linux', when: 'today' },
    );
    expect(text).toContain('Firefox 143 on Linux, today');
    expect(text).toContain('DOES NOT HOLD: order: 1.00 (claimed: at least 1.9)');
    expect(text).toContain('Check b: failed\n  boom');
  });
});
