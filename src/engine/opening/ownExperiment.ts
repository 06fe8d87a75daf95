/** The experiment with which a file of own data is opened. */
import { divideSamples, ownTask } from '../data/own.ts';
import type { OwnData } from '../files/ownData.ts';
import { fileTask } from '../tasks/index.ts';
import { shapeOf } from '../tasks/own/shapes.ts';
import { planIssues } from './networkRules.ts';
import type { Experiment } from '../experiment/schema.ts';

/**
 * `before` with the file's shapes, a network that can take them and no more samples than there are. A network
 * that doubles the grid gets at most as many blocks as leave a point of its shortest axis. Batches are as large as before, or
 * as the memory allows.
 */
export function experimentOn(own: OwnData, before: Experiment): Experiment {
  const shapes = ownTask(own);
  const field = own.inputKind === 'field';
  const time = field ? 'channels' : before.task.time;
  const [frames, ...space] = shapeOf(shapes.outputs);
  const axes = time === 'axis' ? [frames, ...space] : space;
  const halvings = Math.floor(Math.log2(Math.min(...axes)));
  const data = divideSamples(own, before.data);
  const kind = networkFor(before.net.kind, field);
  const doubles = kind === 'generator' || kind === 'unet';
  return affordable({
    ...before,
    task: { ...before.task, ...shapes, map: own.mapping ?? '', kind: fileTask, time },
    data,
    net: {
      ...before.net,
      kind,
      blocks: doubles ? Math.max(1, Math.min(before.net.blocks, halvings)) : before.net.blocks,
      padding: 'task',
    },
    training: { ...before.training, batch: Math.min(before.training.batch, data.train) },
  });
}

/** With batches halved until a training step fits into memory, if that is ever the case. */
function affordable(experiment: Experiment): Experiment {
  const halved = (one: Experiment): Experiment | undefined => {
    if (!planIssues(one).some(({ key }) => key === 'training.batch')) return one;
    const batch = Math.ceil(one.training.batch / 2);
    if (batch === one.training.batch) return undefined;
    return halved({ ...one, training: { ...one.training, batch } });
  };
  return halved(experiment) ?? experiment;
}

function networkFor(kind: Experiment['net']['kind'], field: boolean): Experiment['net']['kind'] {
  if (!field) return kind === 'resnet' ? kind : 'generator';
  return kind === 'generator' ? 'unet' : kind;
}
