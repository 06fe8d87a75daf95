/** Takes checkpoints as they come, and keeps the run in the browser, on its way and when it has ended. */
import { encodeLink } from '../../../engine/opening/link.ts';
import type { NetworkId } from '../../../engine/experiment/schema.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import type { Checkpoint } from '../../../engine/train/checkpoint.ts';
import { useLab } from '../../state.ts';
import { keep, keptOf } from './checkpoints.ts';
import { holdRun, isHeld } from './heldRuns.ts';
import { ownFile } from '../ownData.ts';
import { notice, withdrawNotices } from '../phase.ts';
import { runShelfIn } from './runShelf.ts';
import { RunStore } from './runStore.ts';
import { withoutMoments, type StoredNetwork, type StoredRun } from './storedRun.ts';
import { wakingNow } from '../wakingClock.ts';

const { getState: get } = useLab;

export const runShelf = runShelfIn('slimwave run');

export const runStore = new RunStore(runShelf, { hold: holdRun, isHeld }, (reason) => {
  if (reason === undefined) {
    withdrawNotices('keeping');
    return;
  }
  const why = reason instanceof Error && reason.message ? reason.message : 'no reason given';
  notice(
    `The run can’t be stored in this browser (${why}): it will be lost when the page is closed.`,
    'keeping',
  );
});

export function onCheckpoint(id: NetworkId, checkpoint: Checkpoint): void {
  const state = get();
  keep(id, checkpoint, state[id].curve);
  // The samples of own data are in a file that the page can't open again by itself.
  if (state.run && !originOf(state.run).fromFile) runStore.save(content);
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
    file: run && originOf(run).fromFile ? ownFile()?.name : undefined,
    a: storedNetwork('a'),
    b: storedNetwork('b'),
  };
}

function storedNetwork(id: NetworkId): StoredNetwork | undefined {
  const { status, error = '', diverged = false, result } = get()[id];
  if (status === 'empty') return undefined;
  const stored = {
    kept: keptOf(id),
    failure: status === 'failed' ? { error, diverged } : undefined,
    result: status === 'finished' ? result : undefined,
  };
  return stored.result ? withoutMoments(stored) : stored;
}

/** The run makes way. */
export function endStored(): void {
  runStore.end();
}

/** Keeps the run as it is when it has ended. Call once. */
export function keepEndedRuns(): void {
  useLab.subscribe(({ phase }, before) => {
    if (phase === 'finished' && before.phase !== 'finished') runStore.finish(content);
  });
}
