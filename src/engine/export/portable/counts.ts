/** What the layers of a portable network store and compute. */
import { product } from '../../math.ts';
import type { ConvolutionNode, PortableNetwork, PortableNode } from './network.ts';

export interface LayerCounts {
  node: PortableNode;
  /** Weights and biases. */
  parameters: number;
  /** The same with dense kernels. */
  denseParameters: number;
  /** Multiply-accumulates of one forecast. */
  macs: number;
}

function kernelCounts(
  { kernel, inputs, outputs, size }: ConvolutionNode,
  before: readonly number[],
  after: readonly number[],
): { weights: number; macs: number } {
  if (kernel.kind === 'products') {
    const { factors, rank } = kernel;
    const weights = factors.reduce((sum, { values }) => sum + values.length, 0);
    // Every factor after the first is multiplied with the product so far.
    let [points, rebuilt] = [factors[0].points, 0];
    for (const factor of factors.slice(1)) {
      points *= factor.points;
      rebuilt += points * inputs * rank * outputs;
    }
    return { weights, macs: product(after) * inputs * outputs * product(size) + rebuilt };
  }
  let [weights, macs, grid] = [0, 0, [...before]];
  for (const stage of kernel.stages) {
    if (stage.kind === 'sum') continue;
    grid = grid.map((n, axis) => Math.ceil(n / stage.strides[axis]));
    weights += stage.weights.length;
    macs += stage.weights.length * product(grid);
  }
  return { weights, macs };
}

/** Of the layers with weights, in order. */
export const layerCounts = (network: PortableNetwork): LayerCounts[] =>
  network.flatMap((node): LayerCounts[] => {
    if (node.op === 'dense') {
      const parameters = node.weights.length + node.bias.length;
      return [{ node, parameters, denseParameters: parameters, macs: node.weights.length }];
    }
    if (node.op !== 'convolution') return [];
    const biases = node.bias?.length ?? 0;
    const before = network[node.from].shape.slice(1);
    const { weights, macs } = kernelCounts(node, before, node.shape.slice(1));
    const dense = node.inputs * node.outputs * product(node.size);
    return [{ node, parameters: weights + biases, denseParameters: dense + biases, macs }];
  });
