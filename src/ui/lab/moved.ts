import { changedKeys } from '../../engine/experiment/changes.ts';
import type { LabState } from '../state.ts';

/** Whether the settings have changed since the run began; the seeds of a series are not a change. */
export function settingsMoved({
  run,
  series,
  experiment,
}: Pick<LabState, 'run' | 'series' | 'experiment'>): boolean {
  const began = run && (series?.base ?? run);
  return began !== undefined && began !== experiment && changedKeys(experiment, began).length > 0;
}

export const MOVED = 'These are the networks of the run. The settings have changed since.';
