/** The scene that the stage shows: every free parameter has its value. */
import { useMemo } from 'react';
import { experimentAt } from '../../engine/experiment/parameters.ts';
import { originOf, taskOf } from '../../engine/tasks/index.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import type { Origin } from '../../engine/tasks/origins/origin.ts';
import { recordedFrames } from '../../engine/tasks/task.ts';
import { useLab, type LabState } from '../state.ts';
import type { Clock } from './describe.ts';

type Shown = Pick<LabState, 'shown' | 'parameters'>;

/** Many components ask for the same one, several times per movement. */
let known: (Shown & { current: Experiment }) | undefined;

function currentExperiment({ shown, parameters }: Shown): Experiment {
  if (known?.shown !== shown || known.parameters !== parameters)
    known = { shown, parameters, current: experimentAt(shown, parameters) };
  return known.current;
}

export const useCurrent = (): Experiment => useLab(currentExperiment);

/** Whether the source's position says anything. */
export const usesPosition = ({ source, task }: Pick<Experiment, 'source' | 'task'>): boolean =>
  source.kind !== 'none' && originOf({ task }).simulated;

/** Frames of what the networks forecast and of the truth beside it. */
export const framesOf = ({ task }: Pick<Experiment, 'task'>): number =>
  recordedFrames(taskOf({ task }), task);

/** How the frames of the stage are counted. */
export function useClock(): Clock {
  const interval = useLab((state) => state.recording?.interval ?? 0);
  const frames = useLab(({ recording }) =>
    recording ? recording.skipped + recording.times.length : 1,
  );
  const { timed, unit } = useOrigin();
  return useMemo(() => ({ interval, frames, timed, unit }), [interval, frames, timed, unit]);
}

/** Where the samples on the stage come from, and the words that go with it. */
export const useOrigin = (): Origin => useLab((state) => originOf(state.shown));
