/** Entries for tests. */
import { findPreset } from '../../engine/experiment/presets.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import type { TrainingResult } from '../../engine/train/progress.ts';
import { entryOf, type Entry } from './entry.ts';

export const quick = findPreset('quick')!;

const errors = {
  relativeL2: 0.1,
  relativeL1: 0.1,
  nrmse: 0.1,
  wellVrmse: 0.1,
  medianL1: 0.05,
  samples: 8,
  silent: 0,
  frames: 8,
  flatFrames: 0,
};
const result: TrainingResult = {
  train: 0.08,
  test: 0.1,
  testErrors: errors,
  rate: 0.02,
  stepMs: 3,
  forecastMs: 1,
};

/** What is kept of a network of `run` that finished, or diverged where `test` is left out. `file`: of own data. */
export const endedEntry = (
  run: Experiment,
  id: NetworkId,
  test?: number,
  silent = 0,
  file?: { name: string; key: string },
): Entry =>
  entryOf({
    run,
    id,
    plan: planNetwork(run, id),
    state: {
      status: test === undefined ? 'failed' : 'finished',
      step: 300,
      curve: [],
      result:
        test === undefined ? undefined : { ...result, test, testErrors: { ...errors, silent } },
    },
    preset: quick,
    backend: 'wasm',
    date: 1_800_000_000_000,
    file,
  });
