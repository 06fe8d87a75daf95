/**
 * The layers of a network that was saved here for ONNX or PyTorch: `export/portable` read backwards. Kernels are
 * [out, in, …size], stages have names such as `block_1.enter.weight`, and channels come first.
 */
import { findFormat } from 'slimwave-formats/registry';
import { filterShape, isWeighted, type ConvolutionStage } from 'slimwave-formats/stage';
import { reordered } from '../export/portable/axes.ts';
import { DataFileError, nameList, shapeText } from '../files/arrays.ts';
import { product } from '../math.ts';
import type { LoadedLayer } from '../nets/loaded.ts';
import type { Description } from './description.ts';
import { lifted, usualReading } from './foreign.ts';
import { formatOf, isOwnDense, shown, type Described } from './layers.ts';
import type { ModelTensor } from './modelFile.ts';

type Tensors = ReadonlyMap<string, ModelTensor>;

function needed(tensors: Tensors, layer: string, name: string, count?: number): ModelTensor {
  const tensor = tensors.get(name);
  if (!tensor) {
    throw new DataFileError(
      `Layer “${shown(layer)}” lacks its weights ${nameList([name])}: the file is incomplete, so save it again.`,
    );
  }
  if (count !== undefined && tensor.data.length !== count) {
    throw new DataFileError(
      `Layer “${shown(layer)}”: ${nameList([name])} has the shape ${shapeText(tensor.shape)}, and ${count} values are what its description says. Save the model again.`,
    );
  }
  return tensor;
}

function denseLayer(
  { layers }: Pick<Description, 'layers'>,
  { name }: Described,
  tensors: Tensors,
): LoadedLayer {
  const { shape, data } = needed(tensors, name, `${name}.weight`);
  const [outputs, inputs] = shape;
  const bias = needed(tensors, name, `${name}.bias`, outputs).data;
  const target = layers.find((one) => one.inputs?.includes(name))?.targetShape;
  const inOrder = (values: Float32Array, rest: number) =>
    target && product(target) === outputs ? lifted(values, rest, target, usualReading) : values;
  return {
    name: shown(name),
    kind: 'dense',
    shape: { size: [], inputs, outputs },
    format: 'classical',
    rank: 1,
    filters: [reordered(inOrder(data, inputs), [outputs, inputs], [1, 0])],
    bias: inOrder(bias, 1),
  };
}

/** [outputs, inputs / groups, …size of all axes] → [...size of the acting ones, inputs, …]. */
function filterOf(stage: ConvolutionStage, { data }: ModelTensor): Float32Array {
  const { kind, size, inputs, outputs } = stage;
  const spatial = size.map((_, i) => i + 2);
  return kind === 'full'
    ? reordered(data, [outputs, inputs, ...size], [...spatial, 1, 0])
    : reordered(data, [inputs, outputs / inputs, ...size], [...spatial, 0, 1]);
}

/** One-way filters [points, inputs, rank, outputs]; ONNX has them as [outputs, inputs, rank, …points]. */
function factorOf({ shape, data }: ModelTensor, points: number): Float32Array {
  if (shape.length === 4) return data;
  const [outputs, inputs, rank] = shape;
  return reordered(data, [outputs, inputs, rank, points], [3, 1, 2, 0]);
}

const biasOf = (tensors: Tensors, layer: string): Float32Array | undefined =>
  [...tensors].find(([name]) => name.startsWith(`${layer}.`) && name.endsWith('.bias'))?.[1].data;

function convolution(described: Described, tensors: Tensors): LoadedLayer {
  const { name, rank = 1, kernelSize: size = [], filters: outputs = 1 } = described;
  const id = formatOf(described);
  const common = { name: shown(name), kind: 'convolution', bias: biasOf(tensors, name) } as const;
  const whole = tensors.get(`${name}.weight`);
  if (whole) {
    const inputs = whole.shape[1];
    const shape = { size, inputs, outputs };
    const [stage] = findFormat('classical').stages(shape, 1).filter(isWeighted);
    const dense = needed(tensors, name, `${name}.weight`, product(filterShape(stage)));
    return { ...common, shape, format: 'classical', rank: 1, filters: [filterOf(stage, dense)] };
  }
  const format = findFormat(id);
  const named = format.stages({ size, inputs: outputs, outputs }, rank).filter(isWeighted);
  const first = named[0].name;
  const factors = !tensors.has(`${name}.${first}.weight`);
  const ownerOf = (stage: string) => (factors ? `${name}.${stage}` : `${name}.${stage}.weight`);
  const given = needed(tensors, name, ownerOf(first));
  // Of a depthwise stage every input has filters of its own: its inputs are the outputs over their number.
  const inputs = factors
    ? given.shape[1]
    : named[0].kind === 'full'
      ? given.shape[1]
      : (given.shape[0] * named[0].inputs) / named[0].outputs;
  const shape = { size, inputs, outputs };
  if (!(inputs > 0) || !(rank <= format.maxRank(shape))) needed(tensors, name, ownerOf(first), 0);
  const stages = format.stages(shape, rank).filter(isWeighted);
  return {
    ...common,
    shape,
    format: id,
    rank,
    filters: stages.map((stage) => {
      const tensor = needed(tensors, name, ownerOf(stage.name), product(filterShape(stage)));
      return factors ? factorOf(tensor, product(stage.size)) : filterOf(stage, tensor);
    }),
  };
}

/** Throws `DataFileError` that names the layer. */
export function portableLayers(
  description: Pick<Description, 'layers'>,
  tensors: readonly ModelTensor[],
): LoadedLayer[] {
  const byName: Tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return description.layers.flatMap((layer) => {
    if (isOwnDense(layer)) return [denseLayer(description, layer, byName)];
    return layer.format === undefined ? [] : [convolution(layer, byName)];
  });
}
