import { differences } from '../../engine/opening/link.ts';
import type { LabState } from '../state.ts';

/** Whether the settings have changed since the run began. */
export const settingsMoved = ({ run, experiment, preset }: LabState): boolean =>
  run !== undefined &&
  run !== experiment &&
  differences(experiment, { ...preset, experiment: run }).length > 0;

export const MOVED = 'These are the networks of the run. The settings have changed since.';
