/** What must hold between a task and the networks that learn it. */
import { architectureProblem, doublings } from '../nets/architectures/index.ts';
import { gridOf, type GraphNode } from '../nets/graph.ts';
import { paddingOf, planNetwork, type NetworkPlan } from '../nets/plan.ts';
import { largestKernel } from '../formats/paddings.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { taskOf } from '../tasks/index.ts';
import { GiB } from './bytes.ts';
import { findLeaf, type Experiment, type Issue } from '../experiment/schema.ts';

/** Weights, optimizer and activations of one training step at most: a 32-bit wasm memory ends at 4 GB. */
const MAX_TRAINING_BYTES = 2e9;

type Rule = (experiment: Experiment) => Issue | undefined;

export const architectureFits: Rule = (experiment) => {
  const message = architectureProblem(experiment.net.kind, taskIo(experiment));
  return message === undefined ? undefined : { key: 'net.kind', message };
};

/** The grid of a file is what it is: there the doubled one is cut. */
export const divisibleGrid: Rule = (experiment) => {
  const { task, net } = experiment;
  const times = doublings(net, taskIo(experiment));
  const factor = 2 ** times;
  const axis = taskOf(experiment)
    .axes(task)
    .find(({ points, setting }) => setting !== undefined && points % factor !== 0);
  if (!axis) return undefined;
  const key = `task.${axis.setting}`;
  const nearest = Math.max(factor, Math.round(axis.points / factor) * factor);
  return {
    key,
    message: `${findLeaf(key)!.field.title} must be divisible by ${factor}, because the network doubles the grid ${times} times. Try ${nearest}, or fewer blocks.`,
  };
};

export const oneIsMatched: Rule = ({ a, b }) =>
  a.width !== 'full' && b.width !== 'full'
    ? {
        key: 'b.width',
        message: 'Channels: only one network can be matched to the other; make one of them full.',
      }
    : undefined;

function kernelMeetsGrid(experiment: Experiment, nodes: readonly GraphNode[]): Issue | undefined {
  const io = taskIo(experiment);
  const grids = nodes.flatMap((node) =>
    node.op === 'convolution' ? [gridOf(nodes[node.from])] : [],
  );
  const limits = paddingOf(experiment, io).flatMap((padding, axis) =>
    grids.map((grid) => largestKernel(padding, grid[axis])),
  );
  const largest = Math.min(...limits);
  return experiment.net.kernel <= largest
    ? undefined
    : {
        key: 'net.kernel',
        message: `Kernel size must be at most ${largest}, because circular or odd padding of the smallest grid cannot be wider. Use a smaller kernel, zero padding or fewer blocks.`,
      };
}

function layersExist(experiment: Experiment, nodes: readonly GraphNode[]): Issue | undefined {
  const count = nodes.filter(({ op }) => op === 'convolution').length;
  for (const id of ['a', 'b'] as const) {
    const numbers = experiment[id].layers.map((item) => item.numbers[0][0]);
    const wrong = numbers.find((number) => number > count || !Number.isInteger(number));
    if (wrong !== undefined) {
      return {
        key: `${id}.layers`,
        message: `Single layers: there is no layer ${wrong}; this network has the convolutions 1 to ${count}.`,
      };
    }
    const twice = numbers.find((number, i) => numbers.indexOf(number) !== i);
    if (twice !== undefined) {
      return {
        key: `${id}.layers`,
        message: `Single layers: layer ${twice} is named twice; remove one of the two.`,
      };
    }
  }
  return undefined;
}

function trainingFits({ training }: Experiment, { totals }: NetworkPlan): Issue | undefined {
  // The gradients are as large as the weights.
  const fixed = 2 * totals.weightBytes + totals.optimizerBytes + totals.rebuildBytes;
  const bytes = fixed + training.batch * totals.activationBytes;
  return bytes <= MAX_TRAINING_BYTES
    ? undefined
    : {
        key: 'training.batch',
        message: `One training step would need about ${GiB(bytes)} of memory; at most ${GiB(MAX_TRAINING_BYTES)} is allowed. Use smaller batches, fewer channels or a coarser grid.`,
      };
}

/** What needs a plan. A network that is matched to the other is planned last, and only beside one that fits. */
export function planIssues(experiment: Experiment): Issue[] {
  if (architectureFits(experiment) || divisibleGrid(experiment)) return [];
  const [first, second] =
    experiment.a.width !== 'full' ? (['b', 'a'] as const) : (['a', 'b'] as const);
  const plan = planNetwork(experiment, first);
  // The channels differ between the two networks, but not the layers or their grids.
  const { nodes } = plan;
  return [
    kernelMeetsGrid(experiment, nodes),
    layersExist(experiment, nodes),
    trainingFits(experiment, plan) ??
      trainingFits(experiment, planNetwork(experiment, second, plan)),
  ].filter((issue) => issue !== undefined);
}
