/**
 * A few milliseconds that tell whether a backend computes what it should: forward and all gradients of
 * the convolutions in use, against float64 loops. tfjs has backends with silently wrong gradients.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { checkOf, differentiable, worstDeviation } from 'slimwave-kernels/checks/check';
import { referenceConvolution } from 'slimwave-kernels/checks/reference';
import { applyStage, plainOptions } from 'slimwave-formats/convolve';
import { filterShape, type ConvolutionStage } from 'slimwave-formats/stage';
import { stageConvolution } from './stageReference.ts';

interface Case {
  name: string;
  batch: number;
  grid: number[];
  /** Kernel points, along all axes or along `axis` alone. */
  size: number[];
  axis?: number;
  inputs: number;
  outputs: number;
  depthwise?: true;
}

const cases: Case[] = [
  { name: '2-way 3×3', batch: 2, grid: [6, 5], size: [3, 3], inputs: 3, outputs: 4 },
  { name: '2-way 4×4', batch: 1, grid: [6, 7], size: [4, 4], inputs: 2, outputs: 3 },
  { name: '3-way 3×3×3', batch: 2, grid: [4, 5, 4], size: [3, 3, 3], inputs: 2, outputs: 3 },
  { name: 'one-way along x', batch: 2, grid: [6, 5], size: [5], axis: 0, inputs: 3, outputs: 4 },
  { name: 'one-way along y', batch: 2, grid: [6, 5], size: [5], axis: 1, inputs: 3, outputs: 4 },
  { name: 'one-way along t', batch: 2, grid: [4, 3, 4], size: [3], axis: 0, inputs: 2, outputs: 3 },
  {
    name: 'depthwise 3×3',
    batch: 2,
    grid: [6, 5],
    size: [3, 3],
    inputs: 4,
    outputs: 4,
    depthwise: true,
  },
  {
    name: 'depthwise along x',
    batch: 2,
    grid: [6, 5],
    size: [5],
    axis: 0,
    inputs: 3,
    outputs: 6,
    depthwise: true,
  },
  {
    name: 'depthwise along y',
    batch: 2,
    grid: [6, 5],
    size: [3],
    axis: 1,
    inputs: 4,
    outputs: 4,
    depthwise: true,
  },
];

function definitionOf({ name, batch, grid, size, axis, inputs, outputs, depthwise }: Case) {
  const axes = axis === undefined ? grid.map((_, i) => i) : [axis];
  const kind = depthwise ? 'depthwise' : 'full';
  const stage: ConvolutionStage = { kind, name, axes, size, inputs, outputs };
  const options = plainOptions(grid.length);
  const convolution = stageConvolution(stage, batch, grid, options);
  return differentiable({
    group: 'convolution',
    name,
    operands: [
      { name: 'x', shape: [batch, ...grid, inputs] },
      { name: 'filter', shape: filterShape(stage) },
      { name: 'bias', shape: [outputs] },
    ],
    shape: [batch, ...grid, outputs],
    value: ([x, filter, bias]) => applyStage(x, stage, filter, options, bias as tf.Tensor1D),
    reference: ([x, filter, bias], dy) => {
      const { y, dx, dFilter, dBias } = referenceConvolution(convolution, x, filter, bias, dy);
      return [y, dx, dFilter, dBias];
    },
  });
}

/**
 * The largest deviation of the current backend from the reference, as `checks/check.ts` of slimwave-kernels defines it.
 * Throws with the name of the failing case. `sign` is called before every case; what it throws ends the test.
 */
export async function selfTest(sign: () => void = () => {}): Promise<number> {
  let worst = 0;
  for (const definition of cases.map(definitionOf)) {
    sign();
    const outcome = await checkOf(definition, 1).run();
    if (!outcome.passed) {
      throw new Error(`its ${outcome.name} convolution failed. ${outcome.problem}`);
    }
    worst = Math.max(worst, worstDeviation(outcome)?.fromReference ?? Infinity);
  }
  return worst;
}
