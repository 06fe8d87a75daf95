/** A convolution of a portable network as ONNX nodes: every stage is a Conv of its own. */
import { padWidths, type Padding } from 'slimwave-formats/paddings';
import { reordered } from '../portable/axes.ts';
import type {
  ConvolutionNode,
  PortableConvolution,
  PortableFactor,
  PortableSum,
} from '../portable/network.ts';
import type { OnnxBuilder } from './builder.ts';

/** What a Conv needs to know of its place. */
interface Place {
  name: string;
  /** Value that goes in. */
  from: string;
  /** Points of that value along every axis. */
  grid: readonly number[];
  padding: readonly Padding[];
  bias?: string;
}

/** Points in front of and behind every axis, as ONNX orders them. */
function padsOf(size: readonly number[], applies: (axis: number) => boolean) {
  const widths = size.map((k, axis): [number, number] => (applies(axis) ? padWidths(k) : [0, 0]));
  return [...widths.map(([before]) => before), ...widths.map(([, after]) => after)];
}

/** Signs along an axis that goes on with the opposite one beyond both ends. */
function oddSigns(n: number, k: number): Float32Array {
  const [before, after] = padWidths(k);
  return Float32Array.from({ length: before + n + after }, (_, i) =>
    i < before || i >= before + n ? -1 : 1,
  );
}

/** The value beyond its grid along the axes that are not continued by zeros: those a Conv pads itself. */
function extended(out: OnnxBuilder, { name, from, grid, padding }: Place, size: readonly number[]) {
  let value = from;
  for (const [kind, mode] of [
    ['circular', 'wrap'],
    ['odd', 'reflect'],
  ] as const) {
    const pads = padsOf(size, (axis) => padding[axis] === kind);
    if (pads.every((n) => n === 0)) continue;
    const whole = [0, 0, ...pads.slice(0, size.length), 0, 0, ...pads.slice(size.length)];
    const widths = out.longs(`${name}/${mode}_pads`, whole);
    value = out.node('Pad', `${name}/${mode}`, [value, widths], { mode });
    if (kind === 'circular') continue;
    padding.forEach((own, axis) => {
      if (own !== 'odd' || size[axis] === 1) return;
      const signs = oddSigns(grid[axis], size[axis]);
      const dims = [1, 1, ...size.map((_, i) => (i === axis ? signs.length : 1))];
      const factor = out.floats(`${name}/signs_${axis + 1}`, dims, signs);
      value = out.node('Mul', `${name}/odd_${axis + 1}`, [value, factor]);
    });
  }
  return value;
}

/** A Conv whose kernel is the value `kernel`, [outputs, inputs / groups, ...size]. */
function conv(
  out: OnnxBuilder,
  place: Place,
  kernel: string,
  { size, strides, groups }: Pick<PortableConvolution, 'size' | 'strides' | 'groups'>,
): string {
  const { name, padding, bias } = place;
  const inputs = [extended(out, place, size), kernel, ...(bias === undefined ? [] : [bias])];
  return out.node('Conv', name, inputs, {
    kernel_shape: size,
    strides,
    pads: padsOf(size, (axis) => padding[axis] === 'zero'),
    group: groups,
  });
}

/** Channels [inputs] as [inputs / outputs, outputs], and the sum over the first of these. */
function sum(out: OnnxBuilder, place: Place, { inputs, outputs }: PortableSum): string {
  const { name, from, grid, bias } = place;
  const shape = out.longs(`${name}/shape`, [-1, inputs / outputs, outputs, ...grid]);
  const terms = out.node('Reshape', `${name}/terms`, [from, shape]);
  const axis = out.longs(`${name}/axis`, [1]);
  const summed = bias === undefined ? name : `${name}/sum`;
  const value = out.node('ReduceSum', summed, [terms, axis], { keepdims: 0 });
  if (bias === undefined) return value;
  const ones = out.longs(`${name}/bias_shape`, [outputs, ...grid.map(() => 1)]);
  return out.node('Add', name, [value, out.node('Reshape', `${name}/biases`, [bias, ones])]);
}

/** The dense kernel of factors, the sum over the ranks of their products. */
function rebuiltKernel(
  out: OnnxBuilder,
  name: string,
  factors: readonly PortableFactor[],
  { inputs, outputs }: ConvolutionNode,
  rank: number,
): string {
  const values = factors.map(({ name: factor, points, values: own }, axis) => {
    const dims = [outputs, inputs, rank, ...factors.map((_, i) => (i === axis ? points : 1))];
    const ordered = reordered(own, [points, inputs, rank, outputs], [3, 1, 2, 0]);
    return out.floats(`${name}.${factor}`, dims, ordered);
  });
  const product = values.reduce((left, right, i) =>
    out.node('Mul', `${name}/product_${i}`, [left, right]),
  );
  const axis = out.longs(`${name}/rank_axis`, [2]);
  return out.node('ReduceSum', `${name}/kernel`, [product, axis], { keepdims: 0 });
}

/** A whole convolution. Gives the name of its value, which is `name`. */
export function convolutionNodes(
  out: OnnxBuilder,
  name: string,
  from: string,
  grid: readonly number[],
  node: ConvolutionNode,
): string {
  const { kernel, size, strides, padding, outputs } = node;
  const bias = node.bias && out.floats(`${name}.bias`, [outputs], node.bias);
  if (kernel.kind === 'products') {
    const dense = rebuiltKernel(out, name, kernel.factors, node, kernel.rank);
    return conv(out, { name, from, grid, padding, bias }, dense, { size, strides, groups: 1 });
  }
  const { stages } = kernel;
  let [value, points] = [from, [...grid]];
  stages.forEach((stage, i) => {
    const last = i === stages.length - 1;
    const part = stage.kind === 'sum' ? 'sum' : stage.name;
    const place: Place = {
      name: last ? name : `${name}/${part}`,
      from: value,
      grid: points,
      padding,
      bias: last ? bias : undefined,
    };
    if (stage.kind === 'sum') {
      value = sum(out, place, stage);
      return;
    }
    const owner = stages.length === 1 ? name : `${name}.${part}`;
    const dims = [stage.outputs, stage.inputs / stage.groups, ...stage.size];
    value = conv(out, place, out.floats(`${owner}.weight`, dims, stage.weights), stage);
    points = points.map((n, axis) => Math.ceil(n / stage.strides[axis]));
  });
  return value;
}
