import { describe, expect, it } from 'vitest';
import { durationText, estimateText, totalSeconds } from './estimate.ts';
import { studyText } from './markdown.ts';
import type { Run } from './plan.ts';
import { taskPlot } from './plots.ts';
import type { RunResult } from './result.ts';
import { tableRows } from './table.ts';

type Numbers = Partial<RunResult> & Pick<RunResult, 'role' | 'seed'>;

const result = ({ role, seed, ...others }: Numbers): RunResult => ({
  id: `${role}${seed}`,
  settings: '',
  preset: 'quick',
  role,
  seed,
  format: role === 'before training' || role === 'after training' ? 'layer-cp' : 'classical',
  keep: role === 'classical' ? undefined : 0.25,
  parameters: role === 'classical' ? 1000 : 400,
  convolutionParameters: role === 'classical' ? 800 : 200,
  macs: role === 'classical' ? 1e6 : 3e5,
  rate: 0.01,
  seconds: 10,
  error: others.test === undefined ? 'diverged' : undefined,
  ...others,
});

const errors = (role: RunResult['role'], tests: readonly (number | undefined)[]): RunResult[] =>
  tests.map((test, i) => result({ role, seed: i + 1, test }));

const results = [
  ...errors('classical', [0.1, 0.12, 0.14]),
  ...errors('narrow control', [0.11, 0.14, 0.13]),
  ...errors('before training', [0.09, 0.111, 0.129]),
  ...errors('after training', [0.2, 0.22, undefined]),
];
const rows = tableRows(results);

function textOf(some: readonly RunResult[], missing = 0): string {
  const part = {
    preset: 'quick',
    rows: tableRows(some),
    results: some,
    plots: ['study-quick.svg'],
  };
  return studyText({ parts: [part], missing, facts: ['Made on a day'] });
}

describe('the rows', () => {
  it('have mean, deviation and the difference seed by seed', () => {
    const [classical, , compressed, after] = rows;
    expect(classical.test).toMatchObject({ mean: expect.closeTo(0.12, 10), count: 3 });
    expect(classical.test.deviation).toBeCloseTo(0.02, 10);
    expect(classical.difference).toBeUndefined();
    expect(compressed).toMatchObject({
      network: 'Layer CP 25 %',
      parameters: { value: 400, share: 0.4 },
      macs: { value: 3e5, share: 0.3 },
      convolutionParameters: { value: 200, share: 0.25 },
      difference: { count: 3, wins: 3, mean: expect.closeTo(-0.01, 10) },
    });
    expect(after).toMatchObject({ test: { count: 2, failed: 1 }, difference: { failed: 1 } });
  });

  it('leave out runs on silent test samples alone: they did not diverge', () => {
    const silent = errors('before training', [undefined, 0.1, undefined]).map((one) =>
      one.seed === 1 ? { ...one, error: undefined, samples: 4, silent: 4 } : one,
    );
    const [row] = tableRows(silent);
    expect(row.test).toMatchObject({ count: 1, failed: 1 });
  });

  it('have no shares without a classical network', () => {
    const [row] = tableRows(errors('before training', [0.1]));
    expect(row.parameters.share).toBeNaN();
    expect(row.difference).toBeUndefined();
  });
});

describe('the document', () => {
  it('has the whole network first, and says what is beyond the scatter', () => {
    const text = textOf(results);
    expect(text).toMatch(
      /\| Layer CP 25 % +\| 400 \(40\.0 %\) +\| 300 k \(30\.0 %\) +\| 200 \(25\.0 %\) +\| 11\.0 ± 2\.0 % +\| −1\.0 ± 0\.2 +\| 3 of 3 /,
    );
    const [, against, narrow, after] = text.split(/^(?=Against|Compressed)/m);
    expect(against).toMatch(
      /- Better beyond the scatter: Layer CP 25 % \(−1\.0 ± 0\.2, 3 of 3\)\./,
    );
    expect(narrow).toMatch(/Can’t be told apart: Layer CP 25 % \(.*, 3 of 3\)/);
    expect(after).toMatch(/Layer CP 25 %, after training \(.*, 0 of 2, 1 diverged\)/);
    expect(text).not.toMatch(/missing|NaN|undefined/);
    expect(textOf(results, 3)).toMatch(/3 runs of the study are still missing/);
  });

  it('says where the error is, where the runs have it', () => {
    expect(textOf(results)).not.toMatch(/[Ss]hort waves/);
    const waves = results.map((one) => ({
      ...one,
      waves:
        one.test === undefined
          ? undefined
          : [0.05, 0.1, 0.2 * one.seed].map((error) => ({ share: 0.3, error })),
      waveLimits: { long: 0.4321, short: 0.1 },
    }));
    const text = textOf(waves);
    expect(text).toMatch(/\| Layer CP 25 % .* \| 5\.00 %, 10\.0 %, 40\.0 % /);
    // The third seed diverged.
    expect(text).toMatch(/5\.00 %, 10\.0 %, 30\.0 %/);
    expect(text).toMatch(/Long waves are from 0\.43 m, short ones below 0\.1 m/);
  });

  it('has tables as Prettier writes them: equal lengths', () => {
    const lines = textOf(results)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(lines).toHaveLength(2 + 4);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  it('compares a network with the control nearest in size, and with none that is far from it', () => {
    const sized = (parameters: number) =>
      results.map((one) => (one.role === 'before training' ? { ...one, parameters } : one));
    const narrower = results
      .filter(({ role }) => role === 'narrow control')
      .map((one) => ({ ...one, keep: 0.125, parameters: 200 }));
    const question = /narrow control nearest in all parameters/;
    for (const near of [361, 400, 439]) expect(textOf(sized(near))).toMatch(question);
    for (const far of [200, 359, 441, 500]) expect(textOf(sized(far))).not.toMatch(question);
    const text = textOf([...sized(210), ...narrower]);
    expect(text).toMatch(/Layer CP 25 % \(.*, 3 of 3, control of 12\.5 %\)/);
    expect(textOf([...results, ...narrower])).not.toMatch(/control of/);
    // A format without a rank has no budget, and yet a control.
    const unranked = results.map((one) =>
      one.role === 'before training'
        ? { ...one, keep: undefined, format: 'depthwise-separable' as const }
        : one,
    );
    expect(textOf(unranked)).toMatch(/Depthwise separable \(.*, 3 of 3, control of 25 %\)/);
  });

  it('says what one seed can’t, what was silent and what was not matched', () => {
    const alone = results.filter(({ seed }) => seed === 1);
    expect(textOf(alone)).toMatch(/Not decided, for lack of seeds: Layer CP 25 % \(1 of 1\)/);
    const noted = alone.map((one) => ({ ...one, samples: 64, silent: 42, note: 'Not matched.' }));
    expect(textOf(noted)).toMatch(/Of the 64 test samples of all seeds 42 are almost silent/);
    expect(textOf(noted)).toMatch(/Narrow control, 25 %: Not matched\./);
    const mixed = alone.map((one, i) => ({ ...one, program: `0.${i}` }));
    expect(textOf(mixed)).toMatch(/more than one version of Slimwave: 0\.0, 0\.1, 0\.2, 0\.3/);
  });
});

describe('the plot of a task', () => {
  it('has every network that has an error, over parameters and MACs, with bars', () => {
    const svg = taskPlot('quick', rows)!;
    expect(svg.match(/<path/g)).toHaveLength(2 * 4 + 4);
    for (const name of ['Classical', 'Narrow control', 'Layer CP', 'Layer CP, after training'])
      expect(svg).toContain(`>${name}<`);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.length).toBeLessThan(20_000);
  });

  it('is none where nothing has an error', () => {
    expect(taskPlot('quick', tableRows(errors('classical', [undefined])))).toBeUndefined();
  });
});

describe('the estimate', () => {
  it('goes by how long the same network took, and by a bound for the others', () => {
    const due = results.slice(0, 4) as unknown as Run[];
    const known = [results[0], { ...results[1], seconds: 20 }];
    expect(totalSeconds(due, known, () => 100)).toBe(3 * 15 + 100);
  });

  it.each([
    [12.3, '13 s'],
    [600, '10 min'],
    [9000, '2.5 h'],
    [3 * 86_400, '3 days'],
  ])('of %d s is %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

  it('says before what to do with a study longer than a day', () => {
    expect(estimateText(9, 3600)).toBe(
      'The 9 runs take about 60 min at most, one after the other.',
    );
    expect(estimateText(900, 1e5)).toMatch(/longer than a day.*stopped at any time.*--slurm/);
  });
});
