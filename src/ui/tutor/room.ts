/** The visitor’s own run, where it is in the way of what a page of a lesson shows. */
import { idsOf } from '../../engine/experiment/network.ts';
import { pretrainedOf } from '../../engine/pretrained/pretrained.ts';
import type { Lab } from '../lab/lab.ts';
import { settingsMoved } from '../lab/moved.ts';
import type { LabState } from '../state.ts';

/** Whether a run of other settings is shown instead of networks that come with the page already trained. */
export function hidesEarlier(state: LabState): boolean {
  const { run, experiment, issues } = state;
  if (!run || issues.length > 0 || !settingsMoved(state)) return false;
  return idsOf(experiment).some((id) => pretrainedOf(experiment, id) !== undefined);
}

/** Why a page can’t show or train its own networks yet, as a sentence; undefined where nothing is in the way. */
export function obstacle(state: LabState): string | undefined {
  if (!state.run || !settingsMoved(state)) return undefined;
  if (state.phase !== 'finished') {
    return 'A run with other settings is in progress. This page has networks of its own: let the run end, or press Reset.';
  }
  return hidesEarlier(state)
    ? 'A finished run with other settings is shown in place of the networks of this page.'
    : undefined;
}

/** After a lesson: the run that was set aside is shown again, unless another one has taken its place. */
export async function bringBackRun(lab: Lab, id: string): Promise<void> {
  const free = lab.store.getState().run === undefined;
  if (free && (await lab.stored.showAgain(id))) return;
  lab.notice('Your run from before the lesson is under Take home, Earlier runs.', 'lesson');
}
