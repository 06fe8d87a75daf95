/** What keeps an experiment, valid by itself, from running with the backgrounds that are open. */
import type { Experiment, Issue } from '../../engine/experiment/schema.ts';
import { mediumAskedFor, mediumMissing } from '../../engine/scene/mediumFile.ts';
import { originOf } from '../../engine/tasks/index.ts';

export function mediumIssues(experiment: Experiment): Issue[] {
  const { scene } = experiment;
  if (!originOf(experiment).simulated || !mediumMissing(scene)) return [];
  const message = `${mediumAskedFor(scene)}: open that file under Scene, drop it on the page, or use none.`;
  return [{ key: 'scene.medium', message }];
}
