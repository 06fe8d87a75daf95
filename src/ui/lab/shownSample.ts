/** Which sample the stage shows when something is opened or changed. `own`: the samples of own data, where it is that. */
import { firstParameters, testSample } from '../../engine/data/sampling.ts';
import type { OwnSamples } from '../../engine/data/own.ts';
import { samplesKey } from '../../engine/data/samplesKey.ts';
import { carryOver, sameParameters } from '../../engine/experiment/parameters.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { originOf } from '../../engine/tasks/index.ts';
import type { LabState } from '../state.ts';

type Sample = Pick<LabState, 'parameters' | 'sample'>;

/** What the stage shows of an experiment that has just been opened. */
export const firstSample = (experiment: Experiment, own: OwnSamples | undefined): Sample =>
  own
    ? { parameters: own.testSample(0), sample: 0 }
    : {
        parameters: firstParameters(experiment),
        sample: originOf(experiment).simulated ? undefined : 0,
      };

/** What the stage goes on with when the settings change: the same sample, unless the task has no such thing. */
export function nextSample(
  before: Pick<LabState, 'parameters' | 'sample' | 'shown'>,
  experiment: Experiment,
  own: OwnSamples | undefined,
): Sample {
  const { parameters, sample, shown } = before;
  if (originOf(shown).id !== originOf(experiment).id) return firstSample(experiment, own);
  // Without a scene it is always a test sample: there is nothing about it to be moved by hand.
  if (!originOf(experiment).simulated) {
    const index = Math.min(sample ?? 0, experiment.data.test - 1);
    return {
      parameters: own ? own.testSample(index) : testSample(experiment, index),
      sample: index,
    };
  }
  return { parameters: carryOver(parameters, shown, experiment), sample };
}

/** Whether the stage shows the sample already: most settings change neither the wave nor the forecasts. */
export const isShown = (before: LabState, { experiment, parameters }: LabState): boolean =>
  before.issues.length === 0 &&
  before.recording !== undefined &&
  before.stageProblem === undefined &&
  // Another file may have the same shapes.
  !originOf(experiment).fromFile &&
  samplesKey(before.shown) === samplesKey(experiment) &&
  sameParameters(before.parameters, parameters);
