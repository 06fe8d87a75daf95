/** What the texts of controls make of an experiment. */
import { checkText, findLeaf, withValue } from '../../engine/experiment/leaves.ts';
import type { Experiment, Issue } from '../../engine/experiment/schema.ts';
import { experimentOn } from '../../engine/opening/ownExperiment.ts';
import { crestWhole } from '../../engine/scene/incidence.ts';
import { findTask } from '../../engine/tasks/index.ts';
import type { LabState } from '../state.ts';
import type { Parts } from './parts.ts';

type Typed = Pick<LabState, 'experiment' | 'drafts'>;

export interface Judging {
  /** The data file that is open. */
  file: ReturnType<Parts['file']>;
  issuesOf: (experiment: Experiment) => readonly Issue[];
}

/** Text that is not valid stays as a draft with its reason. */
export function withTexts(
  before: Typed,
  texts: Readonly<Record<string, string>>,
  { file, issuesOf }: Judging,
): Typed {
  const drafts = { ...before.drafts };
  let { experiment } = before;
  for (const [key, text] of Object.entries(texts)) {
    const leaf = findLeaf(key);
    if (!leaf) continue;
    const checked = checkText(leaf, text);
    delete drafts[key];
    if (checked.ok) experiment = withValue(experiment, key, checked.value);
    else drafts[key] = { text, message: checked.message };
  }
  // The file is open already: its shapes come with the task.
  if (file && findTask(texts['task.kind'])?.origin.fromFile) {
    experiment = experimentOn(file.data, experiment);
  }
  // A plane wave just chosen begins outside, where open sides let it in no other way.
  if (texts['source.kind'] === 'plane' && crestWhole(experiment)) {
    const outside = withValue(experiment, 'source.incident', 'outside');
    if (issuesOf(outside).length === 0) experiment = outside;
  }
  return { experiment, drafts };
}
