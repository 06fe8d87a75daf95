import { describe, expect, it } from 'vitest';
import { idsOf, specOf, type NetworkId } from '../../engine/experiment/network.ts';
import { withNetwork } from '../../engine/experiment/networkList.ts';
import { experimentFrom, presets } from '../../engine/experiment/presets.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { competitorOf, competitors, presentCompetitor, type CompetitorId } from './competitors.ts';

const competing = (experiment: Experiment, id: NetworkId, kind: CompetitorId): Experiment =>
  withNetwork(experiment, competitorOf(experiment, id, kind));

describe.each(presets)('competitors of $id', ({ experiment }) => {
  it.each(competitors)('are valid and known as what they are: $id', ({ id: kind }) => {
    const two = withValue(experiment, 'networks', 2);
    const next = competing(two, 'b', kind);
    expect(validateExperiment(next)).toEqual([]);
    expect(next.networks.slice(0, 2)).toEqual(two.networks);
    expect(presentCompetitor(next, 'b', kind)).toBe(kind === 'classical' ? 'a' : 'c');
  });
});

describe('competitors', () => {
  const pair = experimentFrom({
    networks: '2',
    'b.format': 'one-way',
    'b.rank': '3',
    'b.layers': 'classical(1,0)',
  });

  it('after training: end as the same layers as the network itself', () => {
    const next = competing(pair, 'b', 'after');
    expect(planNetwork(next, 'c').layers).toEqual(planNetwork(next, 'b').layers);
    expect(specOf(next, 'c').route).toBe('after');
  });

  it.each([
    ['narrow', 'parameters'],
    ['narrow-convolutions', 'convolutionParameters'],
  ] as const)('%s: has as many %s, but for one channel more or less', (kind, count) => {
    const next = competing(pair, 'b', kind);
    const [b, c] = (['b', 'c'] as const).map((id) => planNetwork(next, id).totals[count]);
    expect(Math.abs(b - c) / b).toBeLessThan(0.1);
  });

  it('stay matched to their network when others come and go', () => {
    const next = competing(competing(pair, 'b', 'after'), 'b', 'narrow');
    expect(idsOf(next).map((id) => specOf(next, id).like)).toEqual(['auto', 'auto', 'auto', 'b']);
  });

  it('train at automatic rates, whatever that of their network', () => {
    const chosen = withValue(pair, 'b.rate', 0.1);
    for (const { id: kind } of competitors) {
      expect(competitorOf(chosen, 'b', kind).rate).toBe('auto');
    }
  });
});
