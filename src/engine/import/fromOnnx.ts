/**
 * Models in ONNX: the weights of their convolutions and dense layers in the order in which they are applied, as PyTorch
 * would store them, [out, in, …size] and [out, in].
 */
import { DataFileError } from '../files/arrays.ts';
import { decodeOnnx } from '../files/onnx/codec.ts';
import {
  TENSOR_TYPES,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from '../files/onnx/messages.ts';
import { tensorValues } from '../files/onnx/tensors.ts';
import { product } from '../math.ts';
import { toTensor, type ModelFile, type ModelTensor } from './modelFile.ts';

/** Our description in the metadata; models of others may have a text of this name, but no link beside it. */
function descriptionOf({ metadata = [] }: OnnxModel): string | undefined {
  const texts = new Map(metadata.map(({ key, value }) => [key, value]));
  return texts.has('link') ? texts.get('description') : undefined;
}

const intOf = ({ attributes = [] }: OnnxNode, name: string, otherwise: number): number =>
  attributes.find((one) => one.name === name)?.int ?? otherwise;

const floatOf = ({ attributes = [] }: OnnxNode, name: string): number =>
  attributes.find((one) => one.name === name)?.float ?? 1;

function transposed({ shape, data, ...rest }: ModelTensor): ModelTensor {
  const [rows, columns] = shape;
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < columns; k++) out[k * rows + i] = data[i * columns + k];
  }
  return { ...rest, shape: [columns, rows], data: out };
}

class Reader {
  private readonly initializers: ReadonlyMap<string, OnnxTensor>;

  constructor(private readonly model: OnnxModel) {
    const all = model.graph?.initializers ?? [];
    this.initializers = new Map(all.map((tensor) => [tensor.name ?? '', tensor]));
  }

  tensors(): ModelTensor[] {
    const nodes = this.model.graph?.nodes ?? [];
    return nodes.flatMap((node) => this.ofNode(node, nodes));
  }

  private get(name: string | undefined): ModelTensor | undefined {
    const tensor = name ? this.initializers.get(name) : undefined;
    return tensor && toTensor(tensor.name ?? '', tensorValues(tensor));
  }

  private ofNode(node: OnnxNode, nodes: readonly OnnxNode[]): ModelTensor[] {
    const { operator = '', inputs = [] } = node;
    this.refuseOthers(node);
    const weight = ['Conv', 'Gemm', 'MatMul'].includes(operator) ? this.get(inputs[1]) : undefined;
    if (!weight) return [];
    const name = inputs[1].replace(/[._/]?(?:weight|kernel|[wW])$/, '') || inputs[1];
    const matrix = operator === 'MatMul' || (operator === 'Gemm' && intOf(node, 'transB', 0) === 0);
    const placed = matrix ? transposed(weight) : weight;
    const bias = operator === 'MatMul' ? this.addedTo(node, nodes) : this.get(inputs[2]);
    return [
      { ...placed, name: `${name}.weight` },
      ...(bias ? [{ ...bias, shape: [bias.data.length], name: `${name}.bias` }] : []),
    ];
  }

  /** The bias that an Add behind a matrix product brings. */
  private addedTo({ outputs = [] }: OnnxNode, nodes: readonly OnnxNode[]): ModelTensor | undefined {
    const add = nodes.find(
      ({ operator, inputs = [] }) => operator === 'Add' && inputs.includes(outputs[0]),
    );
    return add && this.get(add.inputs?.find((name) => name !== outputs[0]));
  }

  /** What can't be taken over is refused, rather than left out. Throws `DataFileError`. */
  private refuseOthers(node: OnnxNode): void {
    const { operator = '', inputs = [], name = '' } = node;
    const label = `${operator}${name ? ` (${name.slice(0, 40)})` : ''}`;
    if (operator === 'Conv' && intOf(node, 'group', 1) !== 1) {
      throw new DataFileError(
        `The layer ${label} of the ONNX model is a convolution in groups: only dense convolutions are read. Export the dense equivalent.`,
      );
    }
    const scaled = floatOf(node, 'alpha') !== 1 || floatOf(node, 'beta') !== 1;
    if (operator === 'Gemm' && (scaled || intOf(node, 'transA', 0) !== 0)) {
      throw new DataFileError(
        `The layer ${label} of the ONNX model has factors or a transposed input, which are not read: export it as a plain Linear layer.`,
      );
    }
    const weighted = inputs.some((input) => product(this.initializers.get(input)?.dims ?? []) > 1);
    if (!weighted || !LEARNED.has(operator)) return;
    throw new DataFileError(
      `The ONNX model has the layer ${label} with weights of its own: only Conv, Gemm and MatMul are read. Fold it into its neighbours before exporting, or export a plain network.`,
    );
  }
}

/** Operators that a network of ours has nothing for, although they have learned weights. */
const LEARNED = new Set([
  'BatchNormalization',
  'ConvTranspose',
  'InstanceNormalization',
  'LayerNormalization',
  'GroupNormalization',
  'PRelu',
  'Mul',
  'LSTM',
  'GRU',
  'RNN',
  'Einsum',
]);

/** The weights of a model that was saved here: its description says what each of them is. */
const described = ({ graph }: OnnxModel): ModelTensor[] =>
  (graph?.initializers ?? [])
    .filter(({ dataType }) => dataType === TENSOR_TYPES.float32)
    .map((tensor) => toTensor(tensor.name ?? '', tensorValues(tensor)));

/** Throws `DataFileError`. */
export function fromOnnx(name: string, bytes: Uint8Array): ModelFile {
  const model = decodeOnnx(bytes);
  const description = descriptionOf(model);
  return description === undefined
    ? { name, origin: 'onnx', tensors: new Reader(model).tensors() }
    : { name, origin: 'slimwave', tensors: described(model), description };
}
