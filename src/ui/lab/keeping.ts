/** Takes checkpoints as they come, and keeps the run in the browser until it has ended. */
import { encodeLink } from '../../engine/experiment/link.ts';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { isOwn } from '../../engine/tasks/io.ts';
import type { Checkpoint } from '../../engine/train/checkpoint.ts';
import { useLab } from '../state.ts';
import { keep, keptOf } from './checkpoints.ts';
import { notice } from './phase.ts';
import { RunStore, runShelf } from './runStore.ts';
import type { StoredNetwork, StoredRun } from './storedRun.ts';
import { wakingNow } from './wakingClock.ts';

const { getState: get } = useLab;

export const runStore = new RunStore(runShelf, (reason) => {
  const why = reason instanceof Error && reason.message ? reason.message : String(reason);
  notice(`The run can’t be kept in this browser (${why}): it would be lost with the page.`);
});

export function onCheckpoint(id: NetworkId, checkpoint: Checkpoint): void {
  const state = get();
  keep(id, checkpoint, state[id].curve);
  // The samples of own data are in a file that the page can't open again by itself.
  if (state.run && !isOwn(state.run)) runStore.save(content);
}

/** The run as it is now. */
function content(id: string): StoredRun {
  const { run, experiment, preset, clock } = get();
  const running = clock.runningSince === undefined ? 0 : wakingNow() - clock.runningSince;
  return {
    version: 1,
    id,
    link: encodeLink(run ?? experiment, preset),
    savedAt: Date.now(),
    elapsedMs: clock.elapsedMs + running,
    a: storedNetwork('a'),
    b: storedNetwork('b'),
  };
}

function storedNetwork(id: NetworkId): StoredNetwork | undefined {
  const { status, error = '', diverged = false } = get()[id];
  if (status === 'empty') return undefined;
  return {
    kept: keptOf(id),
    failure: status === 'failed' ? { error, diverged } : undefined,
  };
}

/** The run makes way, and with it one that is still offered. */
export function endStored(): void {
  runStore.end();
}

/** Removes the run from the browser when it has ended. Call once. */
export function removeEndedRuns(): void {
  useLab.subscribe(({ phase }, before) => {
    if (phase === 'finished' && before.phase !== 'finished') runStore.end();
  });
}
