import { describe, expect, it } from 'vitest';
import { idsOf } from '../../engine/experiment/network.ts';
import { pretrainedExperiment, pretrainedOf } from '../../engine/pretrained/pretrained.ts';
import { emptyNetwork, noNetworks, useLab } from '../state.ts';
import { earlierNote, earlierText } from './earlierText.ts';
import { emptyText } from './emptyText.ts';

const earlier = { of: 'a', steps: 1100, test: 0.05811, testErrors: {} as never } as const;
const state = useLab.getInitialState();
const withA = (a: object) => ({
  ...state,
  networks: { ...noNetworks, a: { ...emptyNetwork, ...a } },
});

describe('networks trained earlier', () => {
  it('are marked with their steps and their error', () => {
    expect(earlierText(earlier)).toBe('trained earlier: 1,100 steps, error 5.81\u202f%');
  });

  it('are named in one sentence, those that can be shown', () => {
    const networks = { ...noNetworks };
    for (const id of idsOf(pretrainedExperiment)) {
      networks[id] = { ...emptyNetwork, earlier: pretrainedOf(pretrainedExperiment, id) };
    }
    networks.c = { ...networks.c, earlier: { ...earlier, problem: 'it is gone' } };
    expect(earlierNote({ networks })).toMatch(
      /^Trained earlier: 1,100 steps, error A 5\.81\u202f%, B 5\.74\u202f%\. /,
    );
    expect(earlierNote({ networks: noNetworks })).toBeUndefined();
  });

  it('have a word in their panels until they forecast, and where they can’t', () => {
    expect(emptyText(withA({ earlier }), 'a', 'the forecast')).toBe(
      'A network trained earlier forecasts this wave…',
    );
    const lost = { earlier: { ...earlier, problem: 'the server answered 404' } };
    expect(emptyText(withA(lost), 'a', 'the forecast')).toBe(
      'The network trained earlier can’t be shown: the server answered 404. Press Train to train it here.',
    );
    expect(emptyText(withA({}), 'a', 'the forecast')).toMatch(/^Press Train/);
  });
});
