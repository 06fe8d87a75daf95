/** The scene that the stage shows: every free parameter has its value. */
import { useMemo } from 'react';
import { experimentAt } from '../../engine/experiment/parameters.ts';
import { hasModes, hasScene, isOwn } from '../../engine/tasks/io.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { ownFrames } from '../../engine/tasks/ownShapes.ts';
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
  source.kind !== 'none' && hasScene({ task });

/** Frames of what the networks forecast and of the truth beside it. */
export function framesOf({ task }: Pick<Experiment, 'task'>): number {
  if (isOwn({ task })) return ownFrames(task).frames;
  return hasModes({ task }) ? 1 : task.frames;
}

/** How the frames of the stage are counted. */
export function useClock(): Clock {
  const interval = useLab((state) => state.recording?.interval ?? 0);
  const frames = useLab(({ recording }) =>
    recording ? recording.skipped + recording.times.length : 1,
  );
  const own = useOwnTask();
  return useMemo(() => ({ interval, frames, own }), [interval, frames, own]);
}

/** Whether the wave of a scene is on the stage, with all that stands in it. */
export const useSceneTask = (): boolean => useLab((state) => hasScene(state.shown));

/** Whether the samples of the user's own file are on the stage. */
export const useOwnTask = (): boolean => useLab((state) => isOwn(state.shown));

/** Whether random fields are on the stage, and not the wave of a scene. */
export const useFieldTask = (): boolean => useLab((state) => hasModes(state.shown));
