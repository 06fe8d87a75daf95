import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { judgeOne, OFTEN, RARELY } from './judge.ts';

interface Result {
  id: string;
  seed: number;
  test?: number;
}

/** Factors by which the errors of one network in two seeds differ, of all networks of the study, in order. */
function seedFactors(): number[] {
  const study = new URL('../../../docs/study.json', import.meta.url);
  const { results } = JSON.parse(readFileSync(study, 'utf8')) as { results: Result[] };
  const network = ({ id }: Result) => id.replace(/_seed\d+/, '');
  const factors = results.flatMap((run) =>
    results.flatMap((other) => {
      if (network(run) !== network(other) || run.seed >= other.seed) return [];
      if (!run.test || !other.test) return [];
      return [Math.max(run.test / other.test, other.test / run.test)];
    }),
  );
  return factors.toSorted((one, other) => one - other);
}

it('chance is as large as the seeds of the study say', () => {
  const factors = seedFactors();
  expect(factors.length).toBeGreaterThan(200);
  const below = (limit: number) =>
    factors.filter((factor) => factor <= limit).length / factors.length;
  expect(below(OFTEN)).toBeCloseTo(0.75, 1);
  expect(below(RARELY)).toBeCloseTo(0.95, 1);
});

it('the two networks have the opposite said of them', () => {
  for (const [one, other] of [
    [0.06, 0.12],
    [0.06, 0.08],
    [0.06, 0.061],
    [0.06, 0.06],
  ]) {
    const [forth, back] = [judgeOne(one, other), judgeOne(other, one)];
    expect(back.degree).toBe(forth.degree);
    const opposite = { better: 'worse', worse: 'better', same: 'same', equal: 'equal' };
    expect(back.kind).toBe(opposite[forth.kind]);
  }
});
