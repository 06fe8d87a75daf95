/** The sample source of every origin that a task can have. */
import type { Experiment } from '../../experiment/schema.ts';
import { originOf } from '../../tasks/index.ts';
import type { Origin } from '../../tasks/origins/origin.ts';
import { file } from './file.ts';
import { medium } from './medium.ts';
import { modes } from './modes.ts';
import { scene } from './scene.ts';
import type { SampleSource } from './source.ts';

const sources: Readonly<Record<Origin['id'], SampleSource>> = { scene, modes, medium, file };

export const sourceOf = (experiment: Pick<Experiment, 'task'>): SampleSource =>
  sources[originOf(experiment).id];
