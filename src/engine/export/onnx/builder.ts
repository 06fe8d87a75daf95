/** Writes down an ONNX graph node by node. */
import {
  ATTRIBUTE_TYPES,
  TENSOR_TYPES,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from '../../files/onnx/messages.ts';
import { floatTensor, longTensor } from '../../files/onnx/tensors.ts';

type Attribute = number | string | readonly number[];

function attribute(name: string, value: Attribute): OnnxAttribute {
  if (typeof value === 'number') return { name, int: value, type: ATTRIBUTE_TYPES.int };
  if (typeof value === 'string') {
    return { name, text: new TextEncoder().encode(value), type: ATTRIBUTE_TYPES.text };
  }
  return { name, ints: [...value], type: ATTRIBUTE_TYPES.ints };
}

/** A tensor of 32-bit floats; a text as a dimension is a free one. */
export const floatValue = (name: string, dims: readonly (number | string)[]): OnnxValue => ({
  name,
  type: {
    tensor: {
      elementType: TENSOR_TYPES.float32,
      shape: {
        dims: dims.map((dim) => (typeof dim === 'string' ? { parameter: dim } : { value: dim })),
      },
    },
  },
});

export class OnnxBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];

  /** A node with one output, which has the node's name. Gives that name. */
  node(
    operator: string,
    name: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    this.nodes.push({
      operator,
      name,
      inputs: [...inputs],
      outputs: [name],
      attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
    return name;
  }

  floats(name: string, dims: readonly number[], values: Float32Array): string {
    this.initializers.push(floatTensor(name, dims, values));
    return name;
  }

  longs(name: string, values: readonly number[]): string {
    this.initializers.push(longTensor(name, values));
    return name;
  }
}
