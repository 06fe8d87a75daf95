import { describe, expect, it } from 'vitest';
import type { ErrorReport } from '../../../engine/evaluation/report.ts';
import { useWhy } from '../../why/state.ts';
import type { NetworkInspection } from '../../lab/inspections.ts';
import { evaluate, readExpression, withKnown } from './expression.ts';
import { kernelsLeft } from './left.ts';
import { reportQuantity } from './reports.ts';
import { whyQuantities, whyQuantity } from './why.ts';

const inspectionOf = (spectra: readonly number[][], count = spectra.length): NetworkInspection =>
  ({
    runId: 1,
    count,
    layers: spectra.map((kernels) => ({
      found: { spectra: { kernels: Float32Array.from(kernels) } },
    })),
  }) as unknown as NetworkInspection;

describe('what is left of kernels', () => {
  it('is what the singular values that are left out say, over all layers', () => {
    // 3² + 4² + 12² of 13², and 4² + 12² of these after the first terms.
    expect(
      kernelsLeft(
        inspectionOf([
          [3, 0],
          [12, 4],
        ]),
        1,
      ),
    ).toBeCloseTo(4 / 13, 6);
    expect(
      kernelsLeft(
        inspectionOf([
          [3, 0],
          [12, 4],
        ]),
        2,
      ),
    ).toBeCloseTo(0, 6);
  });

  it('is unknown until all layers are known', () => {
    expect(kernelsLeft(inspectionOf([[3, 0]], 2), 1)).toBeUndefined();
    expect(kernelsLeft(undefined, 1)).toBeUndefined();
  });
});

describe('the error report', () => {
  const report = {
    waves: { bands: [{ error: 0.1 }, { error: 0.2 }, { error: 0.9 }] },
    frames: { errors: [NaN, 0.5, 0.3, 0.4], times: [0, 1, 2, 3], of: 'time' },
    fedBack: { interval: 1, errors: [0.1, 0.4], samples: 8 },
  } as unknown as ErrorReport;

  it('has bands, times without silent ones, and what is fed back', () => {
    const names = ['short', 'first-time', 'middle-time', 'last-time', 'fed-back', 'intervals'];
    expect(names.map((name) => reportQuantity(name as 'short', report))).toEqual([
      0.9, 0.5, 0.3, 0.4, 0.4, 2,
    ]);
  });

  it('is unknown where there is none', () => {
    expect(reportQuantity('long', undefined)).toBeUndefined();
    expect(reportQuantity('fed-back', { ...report, fedBack: undefined })).toBeUndefined();
  });
});

describe('the tab Why', () => {
  it('has a number for every name', () => {
    expect(whyQuantities.map((name) => whyQuantity(name, useWhy.getState()))).toEqual([
      0.5,
      24,
      8,
      expect.any(Number),
    ]);
  });

  it('counts pairs for one percent, and none of what is no wave', () => {
    const count = (text: string) => evaluate(readExpression(text), () => undefined);
    const { relativeErrors } = useWhy.getState().propagator;
    const needed = count('pairs(0.5, 24)') as number;
    expect(relativeErrors[needed]).toBeLessThanOrEqual(0.01);
    expect(relativeErrors[needed - 1]).toBeGreaterThan(0.01);
    expect(count('pairs(0.5, 24.5)')).toBeNaN();
    expect(count('pairs(0.5, 1000)')).toBeNaN();
    expect(count('pairs(1)')).toBeNaN();
  });
});

it('puts in what is known already, and nothing else', () => {
  const text = 'max(a, b.c) - 2 * b.c < 1';
  const known = withKnown(readExpression(text), (name) => (name === 'b.c' ? 3 : undefined));
  expect(known).toEqual(readExpression('max(a, 3) - 2 * 3 < 1'));
});
