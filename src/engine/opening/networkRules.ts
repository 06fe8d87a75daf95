/** What must hold between a task and the networks that learn it. */
import { architectureProblem, doublings } from '../nets/architectures/index.ts';
import { gridOf, type GraphNode } from '../nets/graph.ts';
import { paddingOf, planNetworks, type NetworkPlan } from '../nets/plan.ts';
import { largestKernel } from 'slimwave-formats/paddings';
import { taskIo } from '../experiment/taskIo.ts';
import { taskOf } from '../tasks/index.ts';
import { GiB } from './bytes.ts';
import { stepBytes } from './runBytes.ts';
import { findLeaf } from '../experiment/leaves.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { specOf, idsOf, hasNetwork, modelFor } from '../experiment/network.ts';

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

/** A network with matched channels needs one whose channels are not matched themselves. */
export const matchedHaveModels: Rule = (experiment) => {
  const id = idsOf(experiment).find(
    (one) => specOf(experiment, one).width !== 'full' && modelFor(experiment, one) === undefined,
  );
  if (id === undefined) return undefined;
  const { like } = specOf(experiment, id);
  if (like === 'auto') {
    return {
      key: `${id}.width`,
      message: `Channels: network ${id.toUpperCase()} has no other network with full channels to be matched to. Make one of them full.`,
    };
  }
  const why =
    like === id
      ? 'a network can’t be matched to itself'
      : hasNetwork(experiment, like)
        ? `network ${like.toUpperCase()} has matched channels, too`
        : `there is no network ${like.toUpperCase()}`;
  return { key: `${id}.like`, message: `Matched to: ${why}. Choose another one.` };
};

export const referenceExists: Rule = (experiment) =>
  hasNetwork(experiment, experiment.reference)
    ? undefined
    : {
        key: 'reference',
        message: `Reference: there is no network ${experiment.reference.toUpperCase()}. Choose one of ${idsOf(experiment).join(', ').toUpperCase()}.`,
      };

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
  for (const id of idsOf(experiment)) {
    const numbers = specOf(experiment, id).layers.map((item) => item.numbers[0][0]);
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

function trainingFits(experiment: Experiment, plan: NetworkPlan): Issue | undefined {
  const bytes = stepBytes(experiment, plan);
  return bytes <= MAX_TRAINING_BYTES
    ? undefined
    : {
        key: 'training.batch',
        message: `One training step would need about ${GiB(bytes)} of memory; at most ${GiB(MAX_TRAINING_BYTES)} is allowed. Use smaller batches, fewer channels or a coarser grid.`,
      };
}

/** What needs a plan. Networks with matched channels come last, beside those whose parameters they get. */
export function planIssues(experiment: Experiment): Issue[] {
  if (architectureFits(experiment) || divisibleGrid(experiment)) return [];
  if (matchedHaveModels(experiment)) return [];
  const plans = planNetworks(experiment);
  // The channels differ between the networks, but not the layers or their grids.
  const { nodes } = plans.values().next().value!;
  const tooLarge = [...plans.values()].map((plan) => trainingFits(experiment, plan));
  return [
    kernelMeetsGrid(experiment, nodes),
    layersExist(experiment, nodes),
    tooLarge.find((issue) => issue !== undefined),
  ].filter((issue) => issue !== undefined);
}
