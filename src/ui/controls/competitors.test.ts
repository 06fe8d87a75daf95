import { describe, expect, it } from 'vitest';
import { presets } from '../../engine/experiment/presets.ts';
import { checkText, withValue, type Experiment } from '../../engine/experiment/schema.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import {
  activeCompetitor,
  competitors,
  competitorTexts,
  type CompetitorId,
} from './competitors.ts';
import { requireLeaf } from './leaf.ts';
import { specOf } from '../../engine/experiment/network.ts';

function withTexts(experiment: Experiment, texts: Readonly<Record<string, string>>): Experiment {
  return Object.entries(texts).reduce((current, [key, text]) => {
    const checked = checkText(requireLeaf(key), text);
    if (!checked.ok) throw new Error(checked.message);
    return withValue(current, key, checked.value);
  }, experiment);
}

const competing = (id: CompetitorId, experiment: Experiment): Experiment =>
  withTexts(experiment, competitorTexts(id, experiment));

describe.each(presets)('competitors of $id', ({ experiment }) => {
  it.each(competitors)('are valid and known as what they are: $id', ({ id }) => {
    const next = competing(id, experiment);
    expect(validateExperiment(next)).toEqual([]);
    expect(activeCompetitor(next)).toBe(id);
    expect(specOf(next, 'b')).toEqual(specOf(experiment, 'b'));
    // From any of them to any other.
    for (const other of competitors)
      expect(activeCompetitor(competing(other.id, next))).toBe(other.id);
  });
});

const [{ experiment: standard }] = presets;

describe('competitors', () => {
  it('after training: end as the same layers as network B', () => {
    const mixed = withTexts(standard, {
      'b.format': 'one-way',
      'b.rank': '3',
      'b.layers': 'classical(1,0)',
    });
    const next = competing('after', mixed);
    expect(planNetwork(next, 'a').layers).toEqual(planNetwork(next, 'b').layers);
    expect(specOf(next, 'a').route).toBe('after');
  });

  it('narrow: have as many parameters as network B, but for one channel more or less', () => {
    const next = competing('narrow', standard);
    const [a, b] = [planNetwork(next, 'a'), planNetwork(next, 'b')].map(
      ({ totals }) => totals.parameters,
    );
    expect(Math.abs(a - b) / b).toBeLessThan(0.1);
  });

  it('narrow: make room where network B was the matched one', () => {
    const next = competing('narrow', withTexts(standard, { 'b.width': 'matched' }));
    expect(validateExperiment(next)).toEqual([]);
    expect(specOf(next, 'b').width).toBe('full');
  });

  it('are none of them where network A has a format of its own', () => {
    expect(activeCompetitor(withTexts(standard, { 'a.format': 'tucker-2' }))).toBeUndefined();
  });
});
