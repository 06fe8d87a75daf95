import { changedKeys } from '../../engine/experiment/changes.ts';
import type { LabState } from '../state.ts';

/** Whether the settings have changed since the run began. */
export const settingsMoved = ({ run, experiment }: LabState): boolean =>
  run !== undefined && run !== experiment && changedKeys(experiment, run).length > 0;

export const MOVED = 'These are the networks of the run. The settings have changed since.';
