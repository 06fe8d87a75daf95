/** The registry of architectures, and which tasks they can take. */
import type { Experiment } from '../../experiment/schema.ts';
import type { TaskIo } from '../../experiment/taskIo.ts';
import type { Architecture } from './architecture.ts';
import { generator } from './generator.ts';
import { propagator } from './propagator.ts';
import { resnet, RESNET_DOUBLINGS } from './resnet.ts';
import { unet } from './unet.ts';

export const architectures: Readonly<Record<Experiment['net']['kind'], Architecture>> = {
  generator,
  unet,
  resnet,
  propagator,
};

/** How often the architecture doubles (or halves) the grid of the task. */
export function doublings({ kind, blocks }: Experiment['net'], io: TaskIo): number {
  if (kind === 'generator' || kind === 'unet') return blocks;
  return kind === 'resnet' && io.input.length === 1 ? RESNET_DOUBLINGS : 0;
}

/** Why an architecture cannot do a task, as a sentence. */
export function architectureProblem(
  kind: Experiment['net']['kind'],
  io: TaskIo,
): string | undefined {
  const field = io.input.length > 1;
  if (kind === 'generator' && field) {
    return 'Network: a generator makes fields from a few numbers, but this task begins with a field. Use propagator, U-Net or ResNet.';
  }
  if (kind === 'propagator' && !field) {
    return 'Network: a propagator needs a field to begin with, but this task begins with a few numbers. Use generator, U-Net or ResNet, or the propagator task.';
  }
  return undefined;
}
