/** The scene that the stage shows: every free parameter has its value. */
import { experimentAt } from '../../engine/experiment/parameters.ts';
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
export const usesPosition = ({ source }: Pick<Experiment, 'source'>): boolean =>
  source.kind !== 'none';
