/**
 * Stacks of equal convolutions of any format: their counts, as the engine plans them, and their operations.
 *
 * Network A: a field of 32×32 points with 3 channels, four 3×3 convolutions with 16 channels (the last with 1), ReLU
 * between them, mean squared error, Adam, 8 samples a batch.
 */
import { GraphBuilder } from '../src/engine/nets/graph.ts';
import { planLayers, type KernelSpec, type LayerPlan } from '../src/engine/nets/layerPlan.ts';
import { sum } from '../src/engine/math.ts';
import { layerOps, type Op, type StackSource, type Work } from './work.ts';

export const STACK_INPUTS = 3;
const STACK_LAYERS = 4;

/** Points of a stack along every axis. */
export const stackGrid = ({ grid, ways }: StackSource): number[] =>
  Array.from({ length: ways }, () => grid);

/** The layers of a stack; a rank beyond the full one is cut, as in every network of the engine. */
export function stackPlan(source: StackSource): LayerPlan[] {
  const { channels, kernel, format, budget } = source;
  const graph = new GraphBuilder([...stackGrid(source), STACK_INPUTS]);
  let signal = 0;
  for (let i = 1; i <= STACK_LAYERS; i++) {
    const last = i === STACK_LAYERS;
    const options = { name: `convolution ${i}`, channels: last ? 1 : channels, kernel };
    signal = graph.convolution(signal, options);
    if (!last) signal = graph.activation(signal);
  }
  const spec: KernelSpec = { format, rank: budget, layers: [], execution: 'usual' };
  return planLayers(graph.nodes, spec, true);
}

/** Multiply-accumulates of one forecast of a batch: kernels that are rebuilt are rebuilt once for all samples. */
export const stackMacs = (source: StackSource, batch = 1): number =>
  sum(stackPlan(source).map(({ macs, rebuilt }) => batch * (macs - rebuilt) + rebuilt));

const times = (numbers: readonly number[]): string => numbers.join('×');

export function stackWork(source: StackSource, batch = 8): Work {
  const layers = stackPlan(source);
  const grid = stackGrid(source);
  const { size } = layers[0].shape;
  return {
    name: `${source.format}, ${source.channels} channels, ${times(size)}, ${batch} × ${times(grid)}`,
    batch,
    input: [...grid, STACK_INPUTS],
    output: [...grid, 1],
    ops: layers.flatMap((layer, i): Op[] => {
      const ops = layerOps(layer, true);
      return i === 0 ? ops : [{ op: 'relu' }, ...ops];
    }),
    source,
  };
}

export const networkA = (format: 'classical' | 'one-way'): StackSource => ({
  kind: 'stack',
  grid: 32,
  ways: 2,
  channels: 16,
  kernel: 3,
  format,
  budget: { rank: 4 },
});
