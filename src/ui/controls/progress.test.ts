import { expect, it } from 'vitest';
import { presets } from '../../engine/experiment/presets.ts';
import { formatDuration } from '../shared/numbers.ts';
import { emptyNetwork, noNetworks, type NetworkState } from '../state.ts';
import { progressOf, type RunState } from './progress.ts';

const failed: NetworkState = { ...emptyNetwork, status: 'failed', error: 'Gone.' };

const state = (change: Partial<RunState>): RunState => ({
  phase: 'simulating',
  run: presets[0].experiment,
  data: { done: 0, total: 640 },
  clock: { elapsedMs: 1000 },
  networks: noNetworks,
  ...change,
});

it('nothing is simulated while the backend is being started', () => {
  expect(progressOf(state({ phase: 'starting' }), 0)?.text).toBe(
    'Starting and testing the backend',
  );
});

it('a run that ended before it had all samples simulates no more', () => {
  const ended = progressOf(
    state({ phase: 'finished', networks: { ...noNetworks, a: failed, b: failed } }),
    0,
  );
  expect(ended).toMatchObject({ text: 'The run has ended', time: formatDuration(1000) });
});
