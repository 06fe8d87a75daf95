/**
 * Checks of our layers on tfjs's current backend: forward and every gradient of the convolutions of all
 * formats, of the upsamplings and of the dense layer, against float64.
 */
import { checkOf, type Check, type Definition } from 'slimwave-kernels/checks/check';
import { FULL, type Extent } from 'slimwave-kernels/checks/extent';
import { createRandom, type Random } from 'slimwave-kernels/checks/random';
import { executions, resolveRank, type Execution } from 'slimwave-formats/format';
import { findFormat, formatIds, formatLabels, type FormatId } from 'slimwave-formats/registry';
import { FormatConvolution } from 'slimwave-formats/layer';
import { paddings, type Padding } from 'slimwave-formats/paddings';
import { filterShape, isWeighted } from 'slimwave-formats/stage';
import { layerDefinition } from './layerDefinition.ts';
import { dense, upsampling } from './plainLayers.ts';
import { referenceChain } from './stageReference.ts';

interface ConvolutionCase {
  id: FormatId;
  size: readonly number[];
  grid: readonly number[];
  stride: number;
  padding: readonly Padding[];
  execution: Execution;
}

function convolution(
  random: Random,
  { id, size, grid, stride, padding, execution }: ConvolutionCase,
): Definition {
  const [batch, inputs, outputs] = [
    random.between(1, 2),
    random.between(1, 4),
    random.between(1, 4),
  ];
  const shape = { size, inputs, outputs };
  const format = findFormat(id);
  const { rank } = resolveRank(format, shape, { rank: random.between(1, 3) });
  const stages = format.stages(shape, rank);
  const settings = {
    format: id,
    filters: outputs,
    kernelSize: [...size],
    rank,
    execution,
    stride,
    padding: [...padding],
    useBias: true,
    seed: 1,
    gain: 2,
    window: 'flat' as const,
  };
  const build = () => {
    const layer = new FormatConvolution(settings);
    layer.build([null, ...grid, inputs]);
    return layer;
  };
  const chain = { stages, batch, grid, options: { stride, padding } };
  return layerDefinition(build, {
    group: `${formatLabels[id]} layer`,
    name: `${size.join('×')} on ${grid.join('×')}, padding ${padding.join(', ')}, stride ${stride}, ${execution}`,
    operands: [
      { name: 'x', shape: [batch, ...grid, inputs] },
      ...stages
        .filter(isWeighted)
        .map((stage) => ({ name: stage.name, shape: filterShape(stage) })),
      { name: 'bias', shape: [outputs] },
    ],
    shape: [batch, ...grid.map((n) => Math.ceil(n / stride)), outputs],
    reference: ([x, ...weights], dy) => {
      const bias = weights.at(-1)!;
      const { y, dx, dFilters } = referenceChain(chain, x, weights.slice(0, -1), dy);
      const dBias = new Float64Array(outputs);
      dy.forEach((value, i) => {
        dBias[i % outputs] += value;
      });
      return [y.map((value, i) => value + bias[i % outputs]), dx, ...dFilters, dBias];
    },
  });
}

function* convolutions(random: Random, extent: Extent): Generator<Definition> {
  const some = <T>(list: readonly T[]) => (extent.every ? list : [random.pick(list)]);
  for (const id of formatIds) {
    for (const ways of [2, 3]) {
      for (const first of some(paddings)) {
        for (const stride of some([1, 2])) {
          for (const execution of some(executions)) {
            const size = Array.from({ length: ways }, () => random.between(1, 4));
            const grid = size.map((k) => random.between(Math.max(3, k), k + 4));
            // The axes of one layer may differ in their padding.
            const padding = size.map((_, axis) => (axis === 0 ? first : random.pick(paddings)));
            yield convolution(random, { id, size, grid, stride, padding, execution });
          }
        }
      }
    }
  }
}

/** Kernels about as long as their axis are computed as matrices. */
function* longConvolutions(random: Random): Generator<Definition> {
  for (const id of ['classical', 'one-way'] as const) {
    for (const padding of paddings) {
      const size = [random.between(17, 20), random.between(17, 20)];
      const grid = [random.between(17, 24), random.between(17, 24)];
      yield convolution(random, {
        id,
        size,
        grid,
        stride: 1,
        padding: [padding, padding],
        execution: 'factorised',
      });
    }
  }
}

export function layerDefinitions(seed: number, extent: Extent): Definition[] {
  const random = createRandom(seed, 'layers');
  return [
    ...convolutions(random, extent),
    ...(extent.every ? longConvolutions(random) : []),
    ...[2, 3].flatMap((ways) => [
      upsampling(random, ways, 'nearest'),
      upsampling(random, ways, 'linear'),
    ]),
    dense(random),
  ];
}

/** The checks of our layers for a seed; like `deviceChecks`. */
export const layerChecks = (seed: number, extent: Extent = FULL): Check[] =>
  layerDefinitions(seed, extent).map((definition) => checkOf(definition, seed));
