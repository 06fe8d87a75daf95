/** The scene that the stage shows: every free parameter has its value. */
import { experimentAt } from '../../engine/experiment/parameters.ts';
import { isFieldTask } from '../../engine/tasks/io.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { useLab, type LabState } from '../state.ts';

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
  source.kind !== 'none' && !isFieldTask({ task });

/** Frames of what the networks forecast and of the truth beside it. */
export const framesOf = ({ task }: Pick<Experiment, 'task'>): number =>
  isFieldTask({ task }) ? 1 : task.frames;

/** Whether random fields are on the stage, and not the wave of a scene. */
export const useFieldTask = (): boolean => useLab((state) => isFieldTask(state.shown));
