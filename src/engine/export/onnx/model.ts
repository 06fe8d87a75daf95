/**
 * A portable network as an ONNX model. Input and output are channels first, [batch, channel, …grid], or [batch, numbers]
 * for a few numbers; both are scaled as the network has learned them, which the model's metadata describe.
 */
import { encodeOnnx } from '../../files/onnx/codec.ts';
import type { PortableNetwork, PortableNode } from '../portable/network.ts';
import { floatValue, OnnxBuilder } from './builder.ts';
import { convolutionNodes } from './convolution.ts';

/**
 * The version that last changed Conv; nothing used here is newer. ONNX Runtime knows it from 1.21 (March 2025) on; by
 * later versions the same operators compute the same.
 */
const OPSET = 22;
/** The format of files that came with that version. */
const IR_VERSION = 10;

export interface OnnxOptions {
  /** Samples at once; free where none is given. */
  batch?: number;
  /** What stands in the file, by name. */
  metadata: Readonly<Record<string, string>>;
  doc?: string;
  /** Of the operators; tests use others. */
  opset?: number;
}

const gridOf = ({ shape }: PortableNode): readonly number[] => shape.slice(1);

/** Swish, x·σ(x), of a value. */
function swish(out: OnnxBuilder, name: string, from: string): string {
  const gate = out.node('Sigmoid', `${name}/sigmoid`, [from]);
  return out.node('Mul', name, [from, gate]);
}

function upsampled(
  out: OnnxBuilder,
  name: string,
  from: string,
  before: readonly number[],
  after: readonly number[],
  method: 'nearest' | 'linear',
): string {
  const cut = before.some((n, axis) => after[axis] !== 2 * n);
  const scales = Float32Array.of(1, 1, ...before.map(() => 2));
  const factors = out.floats(`${name}/scales`, [scales.length], scales);
  const attributes: Record<string, string> =
    method === 'linear'
      ? { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }
      : { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  const doubled = cut ? `${name}/doubled` : name;
  const value = out.node('Resize', doubled, [from, '', factors], attributes);
  if (!cut) return value;
  const starts = out.longs(
    `${name}/starts`,
    before.map(() => 0),
  );
  const ends = out.longs(`${name}/ends`, after);
  const axes = out.longs(
    `${name}/axes`,
    before.map((_, axis) => axis + 2),
  );
  return out.node('Slice', name, [value, starts, ends, axes]);
}

/** Adds what computes a node, under the name `name`. */
function addNode(
  out: OnnxBuilder,
  network: PortableNetwork,
  node: PortableNode,
  name: string,
  values: readonly string[],
): string {
  switch (node.op) {
    case 'input':
      return name;
    case 'dense': {
      const { weights, bias, inputs, outputs, activated, from } = node;
      const kernel = out.floats(`${name}.weight`, [outputs, inputs], weights);
      const biases = out.floats(`${name}.bias`, [outputs], bias);
      const sum = activated ? `${name}/sum` : name;
      const value = out.node('Gemm', sum, [values[from], kernel, biases], { transB: 1 });
      return activated ? swish(out, name, value) : value;
    }
    case 'reshape': {
      const shape = out.longs(`${name}/shape`, [-1, ...node.shape]);
      return out.node('Reshape', name, [values[node.from], shape]);
    }
    case 'upsample': {
      const before = gridOf(network[node.from]);
      return upsampled(out, name, values[node.from], before, gridOf(node), node.method);
    }
    case 'convolution':
      return convolutionNodes(out, name, values[node.from], gridOf(network[node.from]), node);
    case 'swish':
      return swish(out, name, values[node.from]);
    case 'add':
      return out.node(
        'Add',
        name,
        node.from.map((id) => values[id]),
      );
    case 'concat':
      return out.node(
        'Concat',
        name,
        node.from.map((id) => values[id]),
        { axis: 1 },
      );
    default:
      return node satisfies never;
  }
}

/** The bytes of an `.onnx` file. */
export function onnxModel(network: PortableNetwork, options: OnnxOptions): Uint8Array {
  const { batch = 'batch', metadata, doc, opset = OPSET } = options;
  const out = new OnnxBuilder();
  const values: string[] = [];
  network.forEach((node, id) => {
    const ends = id === network.length - 1;
    values.push(addNode(out, network, node, ends ? 'output' : node.name, values));
  });
  return encodeOnnx({
    irVersion: IR_VERSION,
    producer: 'Slimwave',
    doc,
    opsets: [{ domain: '', version: opset }],
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: 'network',
      nodes: out.nodes,
      initializers: out.initializers,
      inputs: [floatValue('input', [batch, ...network[0].shape])],
      outputs: [floatValue('output', [batch, ...network.at(-1)!.shape])],
    },
  });
}
