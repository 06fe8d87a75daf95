/** From a file that was saved here to the layers of its network. */
import { DataFileError, nameList, shapeText } from '../files/arrays.ts';
import { fingerprint } from '../files/fingerprint.ts';
import { findFormat, formatIds, type FormatId } from 'slimwave-formats/registry';
import { filterShape, isWeighted } from 'slimwave-formats/stage';
import { product } from '../math.ts';
import type { LoadedLayer, LoadedScaling, LoadedWeights } from '../nets/loaded.ts';
import type { Description } from './description.ts';
import type { ModelTensor } from './modelFile.ts';

type Tensors = ReadonlyMap<string, ModelTensor>;
export type Described = Description['layers'][number];

/** Layers are named `block_1` in files. */
export const shown = (name: string): string => name.replaceAll('_', ' ');

function tensorOf(tensors: Tensors, layer: string, weight: string): ModelTensor {
  const tensor = tensors.get(`${layer}/${weight}`);
  if (tensor) return tensor;
  throw new DataFileError(
    `Layer “${shown(layer)}” lacks its weights ${nameList([`${layer}/${weight}`])}: the file is incomplete, so save it again.`,
  );
}

function checkShape(layer: string, { name, shape }: ModelTensor, wanted: readonly number[]): void {
  if (shape.join() === wanted.join()) return;
  throw new DataFileError(
    `Layer “${shown(layer)}”: ${nameList([name])} has the shape ${shapeText(shape)}, and ${shapeText(wanted)} is what its description says. Save the model again.`,
  );
}

const biasOf = (tensors: Tensors, layer: string, outputs: number): Float32Array | undefined => {
  const bias = tensors.get(`${layer}/bias`);
  if (bias) checkShape(layer, bias, [outputs]);
  return bias?.data;
};

function denseLayer({ name }: Described, tensors: Tensors): LoadedLayer {
  const kernel = tensorOf(tensors, name, 'kernel');
  if (kernel.shape.length !== 2) checkShape(name, kernel, [0, 0]);
  const [inputs, outputs] = kernel.shape;
  return {
    name: shown(name),
    kind: 'dense',
    shape: { size: [], inputs, outputs },
    format: 'classical',
    rank: 1,
    filters: [kernel.data],
    bias: biasOf(tensors, name, outputs),
  };
}

export function formatOf({ name, format }: Described): FormatId {
  const known = formatIds.find((id) => id === format);
  if (known) return known;
  throw new DataFileError(
    `Layer “${shown(name)}” has the format ${nameList([String(format)])}, which is not known here: the file is from a newer version.`,
  );
}

function formatLayer(described: Described, tensors: Tensors): LoadedLayer {
  const { name, rank = 1, kernelSize: size = [], filters: outputs = 1 } = described;
  const id = formatOf(described);
  const format = findFormat(id);
  const names = format.stages({ size, inputs: outputs, outputs }, rank).filter(isWeighted);
  // The first filter is [...size, inputs, …]; from the inputs follow the shapes of all.
  const inputs = tensorOf(tensors, name, names[0].name).shape.at(-2) ?? 0;
  const shape = { size, inputs, outputs };
  if (!(inputs > 0) || !(rank <= format.maxRank(shape))) {
    throw new DataFileError(
      `Layer “${shown(name)}” can’t have ${inputs} inputs and rank ${rank}: the file is damaged, so save it again.`,
    );
  }
  const stages = format.stages(shape, rank).filter(isWeighted);
  return {
    name: shown(name),
    kind: 'convolution',
    shape,
    format: id,
    rank,
    filters: stages.map((stage) => {
      const tensor = tensorOf(tensors, name, stage.name);
      checkShape(name, tensor, filterShape(stage));
      return tensor.data;
    }),
    bias: biasOf(tensors, name, outputs),
  };
}

/**
 * A kernel [..., s, t] without the last tap along an axis, if that is zero throughout: the export with stock layers puts
 * one there where strides begin elsewhere.
 */
function withoutZeroTap(
  { size, kernel }: { size: number[]; kernel: Float32Array },
  axis: number,
  channels: number,
) {
  const k = size[axis];
  const inner = product(size.slice(axis + 1)) * channels;
  const isLast = (i: number) => Math.floor(i / inner) % k === k - 1;
  if (k % 2 === 1 || kernel.some((value, i) => value !== 0 && isLast(i))) return { size, kernel };
  return {
    size: size.map((n, i) => (i === axis ? n - 1 : n)),
    kernel: kernel.filter((_, i) => !isLast(i)),
  };
}

/** A convolution of a stock class: its kernel is dense. */
function stockLayer({ name }: Described, tensors: Tensors): LoadedLayer {
  const { shape, data } = tensorOf(tensors, name, 'kernel');
  const [inputs, outputs] = shape.slice(-2);
  const axes = shape.slice(0, -2).map((_, axis) => axis);
  const cut = axes.reduce((current, axis) => withoutZeroTap(current, axis, inputs * outputs), {
    size: shape.slice(0, -2),
    kernel: data,
  });
  return {
    name: shown(name),
    kind: 'convolution',
    shape: { size: cut.size, inputs, outputs },
    format: 'classical',
    rank: 1,
    filters: [cut.kernel],
    bias: biasOf(tensors, name, outputs),
  };
}

/** Other dense layers are maps along axes, which the export with stock layers makes of paddings and upsamplings. */
export const isOwnDense = ({ name, type }: Described): boolean =>
  type === 'Dense' && /^dense_\d+$/.test(name);

/** The layers with weights of a described model, in its order. Throws `DataFileError` that names the layer. */
export function describedLayers(
  { layers }: Pick<Description, 'layers'>,
  tensors: readonly ModelTensor[],
): LoadedLayer[] {
  const byName: Tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return layers.flatMap((layer) => {
    if (isOwnDense(layer)) return [denseLayer(layer, byName)];
    if (layer.format !== undefined) return [formatLayer(layer, byName)];
    return /^Conv[23]D$/.test(layer.type) ? [stockLayer(layer, byName)] : [];
  });
}

/** Names weights by their values, the shapes of their layers and the units that they count in. */
export function namedWeights(
  layers: readonly LoadedLayer[],
  scaling?: LoadedScaling,
): LoadedWeights {
  const shapes = layers.flatMap(({ shape, rank }) => [
    ...shape.size,
    shape.inputs,
    shape.outputs,
    rank,
  ]);
  const { input, output } = scaling ?? {};
  const units = [input, output].flatMap((scale) => (scale ? [...scale.mean, ...scale.unit] : []));
  const values = layers.flatMap(({ filters, bias }) => [...filters, ...(bias ? [bias] : [])]);
  return {
    fingerprint: fingerprint([Float64Array.from([...shapes, ...units]), ...values]),
    layers,
    ...(scaling && { scaling }),
  };
}
