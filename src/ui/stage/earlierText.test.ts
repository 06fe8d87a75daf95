import { describe, expect, it } from 'vitest';
import { emptyNetwork, noNetworks, useLab } from '../state.ts';
import { earlierHelp } from './earlierText.ts';
import { emptyText } from './emptyText.ts';

const earlier = { of: 'a', steps: 1100, test: 0.05811, testErrors: {} as never } as const;
const state = useLab.getInitialState();
const withA = (a: object) => ({
  ...state,
  networks: { ...noNetworks, a: { ...emptyNetwork, ...a } },
});

describe('networks trained earlier', () => {
  it('are marked with their steps and their error', () => {
    expect(earlierHelp(earlier, false)).toBe(
      'It comes with the page, trained earlier: 1,100 steps, error 5.81\u202f%.',
    );
    expect(earlierHelp(earlier, true)).toBe(
      'It comes with the page, trained earlier: 1,100 steps.',
    );
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
    expect(emptyText(withA({}), 'a', 'the forecast', false)).toBe('Not trained yet.');
  });
});
