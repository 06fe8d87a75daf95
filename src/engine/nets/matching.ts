/**
 * Networks with fewer or more channels, so that they have as many parameters as another one: in all, or in their
 * convolutions.
 */
import type { Experiment } from '../experiment/schema.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { architectures } from './architectures/index.ts';
import { channelsOf, type GraphNode } from './graph.ts';
import { countParameters, type KernelSpec, type ParameterCounts } from './layerPlan.ts';

/** What is matched: all parameters, by the channels of all layers, or those of the convolutions, by theirs alone. */
export type Matching = 'matched' | 'matched-convolutions';

type Shaped = Pick<Experiment, 'scene' | 'source' | 'task' | 'net'>;

/** The graph of an architecture whose channels are multiplied by a factor; which channels, `matching` says. */
export function narrowedGraph(
  experiment: Shaped,
  factor: number,
  matching: Matching = 'matched',
): readonly GraphNode[] {
  const { net } = experiment;
  const liftFactor = matching === 'matched' ? factor : 1;
  const io = taskIo(experiment);
  return architectures[net.kind]({ io, net, widthFactor: factor, liftFactor });
}

const matchedCount = (counts: ParameterCounts, matching: Matching): number =>
  matching === 'matched' ? counts.parameters : counts.convolutionParameters;

/** Bisections of the width factor: finer than one channel in any network that fits into memory. */
const BISECTIONS = 24;

/** The factor of the channels that brings a network closest to the parameters of another one. */
export function matchedFactor(
  experiment: Shaped,
  spec: KernelSpec,
  matching: Matching,
  rival: ParameterCounts,
): number {
  const goal = matchedCount(rival, matching);
  // Channels are whole numbers: most of the factors tried last give a network that was counted before.
  const counted = new Map<string, number>();
  const of = (factor: number): number => {
    const nodes = narrowedGraph(experiment, factor, matching);
    const channels = nodes.map(channelsOf).join();
    const known =
      counted.get(channels) ??
      matchedCount(countParameters(nodes, spec, experiment.net.bias === 'on'), matching);
    counted.set(channels, known);
    return known;
  };
  let [low, high] = [0, 1];
  while (of(high) < goal && high < 64) high *= 2;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (of(middle) < goal) low = middle;
    else high = middle;
  }
  return goal - of(low) <= of(high) - goal ? low : high;
}

/** Parameters that differ by more than this share are not matched. */
const MATCHED = 0.1;

/** Why a network that was to be matched is not, as a sentence. */
export function mismatch(
  nodes: readonly GraphNode[],
  own: ParameterCounts,
  matching: Matching,
  rival: ParameterCounts,
): string | undefined {
  const [count, goal] = [own, rival].map((counts) => matchedCount(counts, matching));
  if (Math.abs(count - goal) <= MATCHED * goal) return undefined;
  const between = nodes.filter(({ op }) => op === 'convolution').length > 1;
  const why = between
    ? 'no whole number of channels brings it nearer'
    : 'it has a single layer and so no channels to choose';
  const what = matching === 'matched' ? 'parameters' : 'convolution parameters';
  return `The channels can’t be matched: this network has ${count} ${what} and the other one ${goal}, since ${why}.`;
}
