import { describe, expect, it } from 'vitest';
import { advise, type AdvisedRun } from './advice.ts';
import { choiceText, nextText, problemText, unknownText } from './adviceText.ts';

/** Runs of one network with the seeds 1, 2, …; an error of none is a run that diverged. */
function runs(
  network: string,
  errors: readonly (number | undefined)[],
  more: Partial<AdvisedRun> = {},
): AdvisedRun[] {
  return errors.map((test, i) => ({
    setting: 'frames',
    network,
    name: network,
    seed: String(i + 1),
    classical: network === 'Classical',
    parameters: 100,
    macs: 1000,
    test,
    ...more,
  }));
}

const classical = runs('Classical', [0.1, 0.12, 0.14]);
const small = { parameters: 30, macs: 400 };
const only = (all: readonly AdvisedRun[], tolerance = 0.05) => {
  const advices = advise(all, tolerance);
  expect(advices).toHaveLength(1);
  return advices[0];
};
const said = (advice: ReturnType<typeof only>) =>
  advice.choices.map((choice) => [choice.goal, choice.pick.name, choice.sure]);

it('the smallest network within the tolerance is chosen, surely where every seed says the same', () => {
  // 4 % above in each seed: 0.001, 0.0012 and 0.0014 below the limit.
  const good = runs('Small', [0.104, 0.1248, 0.1456], small);
  const bad = runs('Tiny', [0.2, 0.24, 0.28], { parameters: 10, macs: 100 });
  const advice = only([...classical, ...good, ...bad]);
  expect(said(advice)).toEqual([
    ['parameters', 'Small', true],
    ['macs', 'Small', true],
  ]);
  expect(advice.choices[0].share).toBeCloseTo(0.3, 12);
  expect(advice.candidates.map(({ name, standing }) => [name, standing])).toEqual([
    ['Small', 'within'],
    ['Tiny', 'beyond'],
  ]);
  expect(advice.candidates[0].excess).toBeCloseTo(0.04, 12);
  expect(choiceText(advice.choices[0])).toMatch(
    /^× 0\.30 of the parameters, 4 % above the classical error \(3 seeds\)\. Surely within the limit: better in 3 of 3 seeds/,
  );
  expect(nextText(advice)).toBeUndefined();
  expect(said(only([...classical, ...good, ...bad], 0.03))).toEqual([]);
});

it('fewest multiply-accumulates and shortest time may be other networks than the smallest', () => {
  const timed = (stepMs: number, backend = 'wasm') => ({ stepMs, backend });
  const all = [
    ...runs('Classical', [0.1, 0.1], timed(10)),
    ...runs('Small', [0.1, 0.1], { parameters: 10, macs: 2000, ...timed(12) }),
    ...runs('Light', [0.1, 0.1], { parameters: 50, macs: 100, ...timed(8) }),
    ...runs('Quick', [0.1, 0.1], { parameters: 60, macs: 200, ...timed(5) }),
    ...runs('Elsewhere', [0.1, 0.1], { parameters: 70, macs: 300, ...timed(1, 'webgpu') }),
  ];
  expect(said(only(all))).toEqual([
    ['parameters', 'Small', true],
    ['macs', 'Light', true],
    ['stepMs', 'Quick', true],
  ]);
});

it('one seed chooses, but is not sure and asks for more', () => {
  const advice = only([...runs('Classical', [0.1]), ...runs('Small', [0.09], small)]);
  expect(said(advice)[0]).toEqual(['parameters', 'Small', false]);
  expect(choiceText(advice.choices[0])).toMatch(/10 % below .* \(1 seed\)\. Not sure: .*one seed/);
  expect(nextText(advice)).toBe(
    'To decide, repeat “Classical” and “Small” with at least 3 seeds, the same for all.',
  );
});

describe('where the intervals hold the limit', () => {
  const unsure = runs('Unsure', [0.09, 0.13, 0.145], { parameters: 20, macs: 300 });
  const safe = runs('Safe', [0.1, 0.12, 0.14], { parameters: 60, macs: 700 });

  it('the data do not decide between the pick and a larger one that is sure', () => {
    const advice = only([...classical, ...unsure, ...safe]);
    expect(said(advice)[0]).toEqual(['parameters', 'Unsure', false]);
    expect(advice.choices[0].safe?.name).toBe('Safe');
    expect(choiceText(advice.choices[0])).toMatch(
      /can’t be told apart .*do not decide between it and “Safe”, which is surely within/,
    );
    expect(nextText(advice)).toMatch(/repeat “Classical” and “Unsure”/);
  });

  it('nor between the pick and a smaller one that is likely beyond', () => {
    const beyond = runs('Beyond', [0.1, 0.14, 0.15], { parameters: 10, macs: 100 });
    const advice = only([...classical, ...beyond, ...safe]);
    expect(said(advice)[0]).toEqual(['parameters', 'Safe', true]);
    expect(advice.choices[0].open.map(({ name }) => name)).toEqual(['Beyond']);
    expect(choiceText(advice.choices[0])).toMatch(
      /between it and “Beyond”, which is likely beyond/,
    );
  });
});

it('nothing within the tolerance: the best of the others is named', () => {
  const advice = only([...classical, ...runs('Small', [0.2, 0.24, 0.28], small)]);
  expect(advice.choices).toEqual([]);
  expect(problemText(advice)).toMatch(
    /^No network that saves anything is within 5 % of the classical error \(12\.0 %\)\. The best of the others is “Small”, 100 % above/,
  );
});

it('what is within but no smaller saves nothing', () => {
  expect(only([...classical, ...runs('Large', [0.05, 0.06, 0.07])]).choices).toEqual([]);
});

it('without a classical network that finished there is no limit', () => {
  for (const all of [
    runs('Small', [0.1, 0.1], small),
    [...runs('Classical', [undefined]), ...runs('Small', [0.1], small)],
  ]) {
    const advice = only(all);
    expect(advice.choices).toEqual([]);
    expect(problemText(advice)).toMatch(/^No classical network .*Train one first\.$/);
  }
});

it('a run that diverged takes the certainty, and a network that always did is named', () => {
  const shaky = runs('Shaky', [0.08, 0.1, undefined], small);
  const lost = runs('Lost', [undefined, undefined, undefined], { parameters: 10 });
  const advice = only([...classical, ...shaky, ...lost]);
  expect(said(advice)[0]).toEqual(['parameters', 'Shaky', false]);
  expect(choiceText(advice.choices[0])).toMatch(/diverged in 1 of 3 seeds/);
  expect(unknownText(advice)).toMatch(/^Nothing can be said of “Lost”:/);
});

it('a network that diverged with some seeds is asked for a smaller rate, not for more seeds', () => {
  const shaky = runs('Shaky', [0.08, 0.1, 0.119, undefined], small);
  const advice = only([...runs('Classical', [0.1, 0.12, 0.14, 0.16]), ...shaky]);
  expect(choiceText(advice.choices[0])).toMatch(/better in 3 of 3 seeds.*diverged in 1 of 4 seeds/);
  expect(nextText(advice)).toBe(
    'More seeds can’t make “Shaky” sure, because some of its runs diverged. Use a smaller learning rate and train all seeds again.',
  );
});

it('a network that diverged in half of its seeds is not chosen, and named', () => {
  const half = runs('Half', [0.08, undefined, 0.1, undefined], { parameters: 10 });
  const base = runs('Classical', [0.1, 0.12, 0.14, 0.16]);
  const safe = runs('Safe', [0.1, 0.12, 0.14, 0.16], small);
  const advice = only([...base, ...half, ...safe]);
  expect(said(advice)[0]).toEqual(['parameters', 'Safe', true]);
  expect(advice.choices[0].open).toEqual([]);
  expect(unknownText(advice)).toBe(
    'Left out, because it diverged in half of the seeds or more: “Half”.',
  );
  const alone = only([...base, ...half]);
  expect(alone.choices).toEqual([]);
  expect(problemText(alone)).toMatch(/^Nothing can be compared yet: the other networks diverged/);
});

it('what would be sure of one network alone is not of one of several', () => {
  // 0.004, 0.005 and 0.007 below the limit: t = 6.05, where two networks need 6.21 and one needs 4.30.
  const border = runs('Border', [0.101, 0.121, 0.14], small);
  const tiny = runs('Tiny', [0.2, 0.24, 0.28], { parameters: 10, macs: 100 });
  expect(said(only([...classical, ...border]))[0]).toEqual(['parameters', 'Border', true]);
  const advice = only([...classical, ...border, ...tiny]);
  expect(said(advice)[0]).toEqual(['parameters', 'Border', false]);
  expect(choiceText(advice.choices[0])).toMatch(
    /Not sure: against the limit better in 3 of 3 seeds, .* That would do for a network chosen in advance, but not for one of several\.$/,
  );
  expect(nextText(advice)).toBe(
    'To decide, repeat “Classical” and “Border”: about 4 seeds in all should do.',
  );
});

it('only seeds that both have are compared', () => {
  const other = runs('Small', [0.01], small).map((run) => ({ ...run, seed: '9' }));
  const advice = only([...classical, ...other]);
  expect(advice.unknown).toEqual(['Small']);
  expect(problemText(advice)).toMatch(/^Nothing can be compared yet/);
});

it('the classical network with the most seeds is the reference; of those, the best', () => {
  const named = (network: string, errors: number[]) =>
    runs(network, errors, { classical: true, name: network });
  const advice = only([
    ...named('one lucky seed', [0.01]),
    ...named('slow', [0.2, 0.2]),
    ...named('fast', [0.1, 0.1]),
  ]);
  expect(advice.reference).toMatchObject({ name: 'fast', seeds: 2 });
});

it('runs of two settings are never compared', () => {
  const elsewhere = runs('Small', [0.01, 0.01, 0.01], { ...small, setting: 'volume' });
  const [frames, volume] = advise([...classical, ...elsewhere], 0.05);
  expect(frames.candidates).toEqual([]);
  expect(volume).toMatchObject({ setting: 'volume', choices: [] });
  expect(volume.reference).toBeUndefined();
});
