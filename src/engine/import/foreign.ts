/**
 * Weights of a network that was trained elsewhere, mapped onto the layers of ours: by name where the names agree,
 * otherwise by order and shape. PyTorch and ONNX store kernels as [out, in, …size] and matrices as [out, in].
 */
import { DataFileError, nameList, shapeText } from '../files/arrays.ts';
import { reordered } from '../export/portable/axes.ts';
import type { GraphNode } from '../nets/graph.ts';
import { kernelText, type LoadedLayer } from '../nets/loaded.ts';
import type { LayerPlan } from '../nets/layerPlan.ts';
import type { NetworkPlan } from '../nets/plan.ts';
import { layerName } from '../nets/build.ts';
import type { ModelTensor } from './modelFile.ts';

/** What shapes can’t tell. */
export interface Reading {
  /** The last two axes of a kernel: x before y as here, or y (rows) before x. */
  axes: 'xy' | 'yx';
  /** How the numbers of a dense layer fill a grid: channel by channel, as PyTorch’s `view` does, or point by point. */
  lift: 'channels first' | 'channels last';
}

export const usualReading: Reading = { axes: 'xy', lift: 'channels first' };

/** A weight with its bias. */
interface Group {
  weight: ModelTensor;
  bias?: ModelTensor;
}

/** Which tensors of the file became a layer. */
export interface Match {
  layer: string;
  kernel: string;
  weight: string;
  shape: readonly number[];
  bias?: string;
}

export interface Mapped {
  layers: readonly LoadedLayer[];
  matches: readonly Match[];
}

const stem = (name: string): string => name.replace(/[._/]?(?:weight|kernel|bias|[wb])$/i, '');

const isBias = ({ shape }: ModelTensor): boolean => shape.length === 1;

/** Weights with their biases. Throws for vectors that belong to no weight, as those of normalisations. */
function grouped(tensors: readonly ModelTensor[]): Group[] {
  const groups: Group[] = tensors.filter((tensor) => !isBias(tensor)).map((weight) => ({ weight }));
  for (const bias of tensors.filter(isBias)) {
    const group = groups.find(({ weight }) => stem(weight.name) === stem(bias.name));
    if (!group || group.bias || !/bias|[._/]b$/i.test(bias.name)) {
      throw new DataFileError(
        `${nameList([bias.name])} ${shapeText(bias.shape)} belongs to no convolution or dense layer: layers such as normalisations can’t be read. Fold them into the convolutions before saving.`,
      );
    }
    group.bias = bias;
  }
  return groups;
}

const wantedShape = ({ kind, shape }: LayerPlan, axes: Reading['axes']): number[] => {
  const size = axes === 'yx' ? swapped([...shape.size]) : shape.size;
  return kind === 'dense' ? [shape.outputs, shape.inputs] : [shape.outputs, shape.inputs, ...size];
};

const swapped = <T>(items: T[]): T[] => [...items.slice(0, -2), ...items.slice(-2).toReversed()];

const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');

/** The group for a layer: one of its name, or else the first left that has its shape. */
function groupFor(plan: LayerPlan, left: readonly Group[], wanted: readonly number[]): Group {
  const fits = ({ weight, bias }: Group) =>
    weight.shape.join() === wanted.join() && (bias?.shape[0] ?? wanted[0]) === wanted[0];
  const named = left.find(
    ({ weight }) => plainName(stem(weight.name)) === plainName(layerName(plan.name)),
  );
  const found = named && fits(named) ? named : left.find(fits);
  if (found) return found;
  const nearest = named ?? left[0];
  const has = nearest
    ? `${nameList([nearest.weight.name])} in the file has the shape ${shapeText(nearest.weight.shape)}`
    : 'the file has no weights left';
  throw new DataFileError(
    `Layer “${plan.name}” (${kernelText(plan)}) needs a weight of the shape ${shapeText(wanted)}, and ${has}. Set up the architecture of the file first (width, kernel size, depth).`,
  );
}

/** [out, in, …size] → [...size, in, out]. */
function kernelOf({ weight }: Group, { axes }: Reading): Float32Array {
  const { shape, data } = weight;
  const spatial = shape.slice(2).map((_, i) => i + 2);
  return reordered(data, shape, [...(axes === 'yx' ? swapped(spatial) : spatial), 1, 0]);
}

/** The numbers of a dense layer that fills a grid, in our order: points first, channels last. */
export function lifted(
  values: Float32Array,
  rest: number,
  target: readonly number[],
  reading: Reading,
): Float32Array {
  const grid = target.slice(0, -1);
  const channels = target.at(-1)!;
  const points = grid.map((_, i) => i);
  const stored = reading.axes === 'yx' ? swapped(points) : points;
  const first = reading.lift === 'channels first';
  // Axes as stored, each by its number in [...grid, channel, rest].
  const d = grid.length;
  const from = first ? [d, ...stored, d + 1] : [...stored, d, d + 1];
  const extents = [...grid, channels, rest];
  const order = extents.map((_, axis) => from.indexOf(axis));
  return reordered(
    values,
    from.map((axis) => extents[axis]),
    order,
  );
}

/** The reshaping that follows a dense layer at once, if one does. */
function gridAfter(
  nodes: readonly GraphNode[],
  { node }: LayerPlan,
): readonly number[] | undefined {
  const next = nodes.find((one) => one.op === 'reshape' && one.from === node);
  return next?.shape;
}

function denseOf(group: Group, plan: LayerPlan, nodes: readonly GraphNode[], reading: Reading) {
  const { inputs, outputs } = plan.shape;
  const target = gridAfter(nodes, plan);
  const { data } = group.weight;
  const bias = group.bias?.data;
  const rows = target ? lifted(data, inputs, target, reading) : data;
  return {
    filters: [reordered(rows, [outputs, inputs], [1, 0])],
    bias: bias && target ? lifted(bias, 1, target, reading) : bias,
  };
}

/**
 * The layers of a network of ours, with dense kernels, from the tensors of a file. Throws `DataFileError` that names the
 * layer and both shapes where one does not fit.
 */
export function mapTensors(
  tensors: readonly ModelTensor[],
  { layers, nodes }: Pick<NetworkPlan, 'layers' | 'nodes'>,
  reading: Reading,
): Mapped {
  const left = grouped(tensors);
  const pairs = layers.map((plan) => {
    const group = groupFor(plan, left, wantedShape(plan, reading.axes));
    left.splice(left.indexOf(group), 1);
    return { plan, group };
  });
  if (left.length > 0) {
    const more = left.map(({ weight }) => `${weight.name} ${shapeText(weight.shape)}`);
    throw new DataFileError(
      `The network of the settings has ${layers.length} layers, and the file has more: ${nameList(more)}. Set up the architecture of the file first.`,
    );
  }
  return {
    layers: pairs.map(({ plan, group }) => ({
      name: plan.name,
      kind: plan.kind,
      shape: plan.shape,
      format: 'classical',
      rank: 1,
      ...(plan.kind === 'dense'
        ? denseOf(group, plan, nodes, reading)
        : { filters: [kernelOf(group, reading)], bias: group.bias?.data }),
    })),
    matches: pairs.map(({ plan, group }) => ({
      layer: plan.name,
      kernel: kernelText(plan),
      weight: group.weight.name,
      shape: group.weight.shape,
      bias: group.bias?.name,
    })),
  };
}
