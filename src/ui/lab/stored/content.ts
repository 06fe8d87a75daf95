/** What is stored of a run, and where a stored run continues. */
import { encodeLink } from '../../../engine/opening/link.ts';
import { type NetworkId, networkIds } from '../../../engine/experiment/network.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import { mediumFileOf } from '../../../engine/scene/mediumFile.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import { ruleOf } from '../../../engine/train/rates.ts';
import type { Continuation } from '../run/events.ts';
import type { Kept, State } from '../run/state.ts';
import {
  isFinished,
  isOutdated,
  OTHER_RATES,
  withMoments,
  withoutMoments,
  type StoredNetwork,
  type StoredRun,
} from './storedRun.ts';
import { toStored } from './storedSeries.ts';

/** The times at which a run is stored: by the calendar (ms since 1970), and by the clock of the run (ms). */
export interface Moment {
  date: number;
  clock: number;
}

/** The run as it is now. */
export function contentOf(state: State, id: string, { date, clock: now }: Moment): StoredRun {
  const { run, experiment, preset, clock, series, sweeping, samples } = state.lab;
  const running = clock.runningSince === undefined ? 0 : now - clock.runningSince;
  return {
    version: 1,
    id,
    link: encodeLink(run ?? experiment, preset),
    rule: ruleOf(run ?? experiment),
    savedAt: date,
    elapsedMs: clock.elapsedMs + running,
    file: run && fileNameOf(state, run),
    samplesOn: samples.madeOn === 'wasm' ? undefined : samples.madeOn,
    sweep: sweeping || undefined,
    series: series && toStored(series),
    a: storedNetwork(state, 'a'),
    b: storedNetwork(state, 'b'),
    c: storedNetwork(state, 'c'),
    d: storedNetwork(state, 'd'),
  };
}

const fileNameOf = ({ course }: State, run: Experiment): string | undefined => {
  const { fromFile, simulated } = originOf(run);
  if (fromFile) return course.file?.name;
  return simulated ? mediumFileOf(run.scene)?.name : undefined;
};

function storedNetwork({ lab, course }: State, id: NetworkId): StoredNetwork | undefined {
  const { status, error = '', diverged = false, result } = lab.networks[id];
  if (status === 'empty') return undefined;
  const stored = {
    kept: course.networks[id].kept,
    failure: status === 'failed' ? { error, diverged } : undefined,
    result: status === 'finished' ? result : undefined,
  };
  return stored.result ? withoutMoments(stored) : stored;
}

/**
 * Networks with something left to do train on; those that have ended are built again with their weights. Where the rule
 * of the automatic rates is another one now, nothing trains on, and what is stored stays as it is.
 */
export function continuationOf(run: StoredRun, experiment: Experiment): Continuation {
  const outdated = isOutdated(run, experiment);
  const kept: Continuation['kept'] = {};
  const failures: Continuation['failures'] = {};
  for (const id of networkIds) {
    const stored = run[id];
    if (!stored) continue;
    kept[id] = keptIn(stored);
    if (stored.failure) failures[id] = stored.failure;
    else if (outdated && !stored.result) {
      failures[id] = { error: OTHER_RATES.network, diverged: false };
    }
  }
  const finished = outdated || isFinished(run);
  const { id, elapsedMs, samplesOn: madeOn = 'wasm' } = run;
  return { id, finished, outdated, kept, failures, elapsedMs, madeOn };
}

function keptIn(stored: StoredNetwork): Kept | undefined {
  const { result } = stored;
  const { kept } = result ? withMoments(stored) : stored;
  return kept && { ...kept, result };
}
