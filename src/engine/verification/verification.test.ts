import { describe, expect, it } from 'vitest';
import { finish, holds } from './check.ts';
import { checks } from './index.ts';

describe.each(checks.map((check) => [check.title, check] as const))('%s', (_, check) => {
  it('finds what theory says', { timeout: 60_000 }, () => {
    const { findings, plots } = finish(check);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) {
      // A finding without a bound would be no check.
      expect(finding.atMost ?? finding.atLeast, finding.what).toBeDefined();
      expect(holds(finding), `${finding.what}: ${finding.value}`).toBe(true);
    }
    for (const { series } of plots) {
      for (const { x, y } of series) {
        expect(x).toHaveLength(y.length);
        expect([...x, ...y].every(Number.isFinite)).toBe(true);
      }
    }
  });
});
