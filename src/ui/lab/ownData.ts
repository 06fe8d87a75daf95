/** The user's own data file: from its arrays come the samples that networks train on and the sample on the stage. */
import { fitsOwnData, OwnSamples, samplesProblem } from '../../engine/data/own.ts';
import { trainingProblem } from '../../engine/data/ownNotes.ts';
import type { Experiment, Issue } from '../../engine/experiment/schema.ts';
import type { OwnData } from '../../engine/files/ownData.ts';
import { originOf } from '../../engine/tasks/index.ts';

/** A file that is open. What was found out about it is kept for as long as the number of training samples stays. */
export class OpenedFile {
  private judged?: { train: number; problem?: string };
  private known?: { train: number; samples: OwnSamples };

  constructor(
    /** Counts the files of this page: two may have the same shapes. */
    readonly id: number,
    readonly name: string,
    readonly data: OwnData,
  ) {}

  /** Why an experiment can't be trained on it. The answer takes a look at all training samples. */
  problemOf(experiment: Experiment): string | undefined {
    const { train } = experiment.data;
    if (this.judged?.train !== train) {
      this.judged = { train, problem: trainingProblem(this.data, experiment) };
    }
    return this.judged.problem;
  }

  /** The samples of an experiment without `ownIssues`. */
  samples(experiment: Experiment): OwnSamples {
    const { train } = experiment.data;
    if (this.known?.train !== train) {
      this.known = { train, samples: new OwnSamples(this.data, experiment) };
    }
    return this.known.samples;
  }
}

/** What keeps an experiment, valid by itself, from running on the file that is open. */
export function ownIssues(opened: OpenedFile | undefined, experiment: Experiment): Issue[] {
  if (!originOf(experiment).fromFile) return [];
  if (opened && fitsOwnData(experiment, opened.data)) {
    const message = opened.problemOf(experiment);
    return message === undefined ? [] : [{ key: 'data.train', message }];
  }
  const { task, data } = experiment;
  // Any one sample fits where only the number of samples is too large.
  const shapesFit =
    opened && fitsOwnData({ task, data: { ...data, train: 1, test: 1 } }, opened.data);
  return shapesFit
    ? [
        {
          key: 'data.train',
          message: samplesProblem(opened.data, data) ?? '',
        },
      ]
    : [{ key: 'task.kind', message: 'This experiment needs its data file: drop it on the page.' }];
}
