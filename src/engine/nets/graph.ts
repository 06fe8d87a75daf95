/**
 * A network as a list of nodes, known before any tensor exists: the plan counts it, the builder makes the
 * tfjs model of it, so that the two cannot disagree.
 */
import { product } from '../math.ts';
import { stridedGrid } from 'slimwave-formats/stage';

/** The number of a node in its graph. */
export type NodeId = number;

export type Operation =
  | { op: 'input' }
  | { op: 'dense'; name: string; from: NodeId }
  | { op: 'reshape'; from: NodeId }
  | { op: 'upsample'; from: NodeId }
  | {
      op: 'convolution';
      name: string;
      size: readonly number[];
      stride: number;
      /** Whether a rectifier follows at once: the gain of the initial weights. */
      rectified: boolean;
      from: NodeId;
    }
  | { op: 'activation'; from: NodeId }
  | { op: 'add' | 'concat'; from: readonly [NodeId, NodeId] };

/** `shape` is that of one sample: [units] or [...grid, channels]. */
export type GraphNode = Operation & { shape: readonly number[] };
export type NodeOf<Op extends Operation['op']> = Extract<GraphNode, { op: Op }>;

export const gridOf = ({ shape }: GraphNode): number[] => shape.slice(0, -1);
export const channelsOf = ({ shape }: GraphNode): number => shape.at(-1)!;

/** A grid halved `times` times; an odd number of points is rounded up, and cut again when it is doubled. */
export const halved = (grid: readonly number[], times: number): number[] =>
  grid.map((n) => Math.ceil(n / 2 ** times));

/** Writes down a graph node by node; every method returns the new node's number. */
export class GraphBuilder {
  readonly nodes: GraphNode[];

  constructor(input: readonly number[]) {
    this.nodes = [{ op: 'input', shape: input }];
  }

  private push(node: GraphNode): NodeId {
    return this.nodes.push(node) - 1;
  }

  node(id: NodeId): GraphNode {
    return this.nodes[id];
  }

  dense(name: string, units: number, from: NodeId): NodeId {
    return this.push({ op: 'dense', name, from, shape: [units] });
  }

  reshape(shape: readonly number[], from: NodeId): NodeId {
    if (product(shape) !== product(this.node(from).shape)) {
      throw new Error(
        `A node of shape ${this.node(from).shape.join('×')} cannot become ${shape.join('×')}.`,
      );
    }
    return this.push({ op: 'reshape', from, shape });
  }

  /** Every spatial axis twice as long, or one point shorter at the end where `grid` has an odd number. */
  upsample(from: NodeId, grid: readonly number[]): NodeId {
    const node = this.node(from);
    return this.push({ op: 'upsample', from, shape: [...grid, channelsOf(node)] });
  }

  convolution(
    from: NodeId,
    {
      name,
      channels,
      kernel,
      stride = 1,
      rectified = true,
    }: { name: string; channels: number; kernel: number; stride?: number; rectified?: boolean },
  ): NodeId {
    const grid = gridOf(this.node(from));
    const size = grid.map(() => kernel);
    const shape = [...stridedGrid(grid, stride), channels];
    return this.push({ op: 'convolution', name, size, stride, rectified, from, shape });
  }

  activation(from: NodeId): NodeId {
    return this.push({ op: 'activation', from, shape: this.node(from).shape });
  }

  add(a: NodeId, b: NodeId): NodeId {
    return this.push({ op: 'add', from: [a, b], shape: this.node(a).shape });
  }

  concat(a: NodeId, b: NodeId): NodeId {
    const [left, right] = [this.node(a), this.node(b)];
    const channels = channelsOf(left) + channelsOf(right);
    return this.push({ op: 'concat', from: [a, b], shape: [...gridOf(left), channels] });
  }
}
