/** The stiffness of elements of order 2 and above: it is applied cell by cell, without a matrix. */
import { LANES, type Lanes } from '../kernel.ts';
import { giveMemory, takeMemory } from '../memory.ts';
import type { Elements } from '../system.ts';
import { elementKernels, type CellsKernel } from './elementKernel.ts';
import { kindOf, kinds, numbersOf, type Kind } from './cellKind.ts';
import { gll } from './gll.ts';
import { kernelConstants } from './kernelConstants.ts';
import type { NodeKernels } from './nodeKernel.ts';
import { wide, type Form } from './wide.ts';

/** A call of a kernel. */
interface Call {
  kernel: CellsKernel;
  count: number;
  offsets: number;
  numbers: number;
}

/** The cells of a perfectly matched layer, which come last. */
export interface Matched {
  /** The first of them. */
  first: number;
  /**
   * Of φ after half a step: its own factor and that of κ ∇u, for ξ and η: [cells, points, 4].
   */
  decay: Float64Array;
}

/** Cells of one kind from one part of the mesh. */
interface Group {
  /** The part's first cell and its end. */
  first: number;
  end: number;
  kind: Kind;
  /** Pairs of cells that run side by side, or one cell after the other. */
  cells: number[];
}

/** What steps of half the length do with the nodes, [nodes] each. */
export type HalfStep = Readonly<Record<'keep' | 'ahead' | 'back' | 'gain', Float64Array>>;

/** Beside a cell that has no partner. */
const EMPTY = -1;

/** The form in which so many lanes run. */
const formOf = (lanes: Lanes): Form => {
  if (lanes === 4) return 'lanes';
  return LANES === 1 ? 'scalar' : 'pairs';
};

export class ElementStiffness {
  /** Vectors of nodes, [nodes, lanes] each, for `apply`. */
  readonly vectors: Float64Array[];

  /** Numbers of nodes, [nodes] each, for `predict`, `advance` and `halfStep`. */
  readonly diagonals: Float64Array[];

  private readonly memory: WebAssembly.Memory;
  private readonly nodeKernels: NodeKernels;
  /** Nodes, or pairs of them. */
  private readonly runs: number;
  private readonly calls: (Call & { first: number; end: number })[] = [];
  /** Steps of matched cells, and their φ. */
  private readonly matchedCalls: Call[] = [];
  private readonly auxiliary: Float64Array;
  private readonly constants: number;
  private readonly scratch: number;

  /**
   * `vectors` and `diagonals` say how many there are.
   *
   * `splits`: cells at which a part of the mesh begins, to which `apply` may be
   * restricted.
   */
  constructor(
    private readonly elements: Elements,
    nodes: number,
    readonly lanes: Lanes,
    { vectors, diagonals = 0 }: { vectors: number; diagonals?: number },
    splits: readonly number[] = [],
    private readonly matched?: Matched,
  ) {
    const { order } = elements;
    const perCell = (order + 1) ** 2;
    const { cells: side, bytes } = wide[formOf(lanes)];
    const groups = this.groupsOf(splits).map((group) => ({
      ...group,
      cells: side === 1 ? group.cells.filter((cell) => cell !== EMPTY) : group.cells,
    }));
    const constants = kernelConstants(order);
    // Nodes run in pairs, so that one more may be needed.
    const diagonalBytes = 8 * (nodes + (nodes % 2));
    const vectorBytes = diagonalBytes * lanes;
    this.runs = Math.ceil(nodes / side);
    this.constants = vectors * vectorBytes + diagonals * diagonalBytes;
    this.scratch = this.constants + 8 * constants.length;
    let address = this.scratch + 2 * perCell * bytes;
    const places = groups.map(({ kind, cells }) => {
      const runs = cells.length / side;
      const numbers = address;
      const offsets = numbers + 8 * side * runs * numbersOf(kind, perCell);
      address = offsets + 8 * Math.ceil((side * runs * perCell) / 2);
      return { runs, numbers, offsets };
    });
    const auxiliary = address;
    const runsOf = (kind: Kind) =>
      groups.reduce((sum, group, g) => sum + (group.kind === kind ? places[g].runs : 0), 0);
    const auxiliaryBytes = runsOf('matched') * 2 * perCell * bytes;
    this.memory = takeMemory(address + auxiliaryBytes);
    const { buffer } = this.memory;
    this.auxiliary = new Float64Array(buffer, auxiliary, auxiliaryBytes / 8);
    this.auxiliary.fill(0);
    this.vectors = Array.from(
      { length: vectors },
      (_, k) => new Float64Array(buffer, vectorBytes * k, nodes * lanes),
    );
    this.diagonals = Array.from(
      { length: diagonals },
      (_, k) => new Float64Array(buffer, vectors * vectorBytes + diagonalBytes * k, nodes),
    );
    new Float64Array(buffer, 0, this.constants / 8).fill(0);
    new Float64Array(buffer, this.constants, constants.length).set(constants);
    const kernels = elementKernels(order, formOf(lanes), this.memory);
    this.nodeKernels = kernels;
    groups.forEach((group, g) => {
      const { runs, numbers, offsets } = places[g];
      const { first, end, kind } = group;
      this.write(group, places[g]);
      const call = { kernel: kernels[kind], count: runs, offsets, numbers };
      if (kind === 'matched') this.matchedCalls.push(call);
      else this.calls.push({ first, end, ...call });
    });
  }

  private groupsOf(splits: readonly number[]): Group[] {
    const { order, nodes, metric } = this.elements;
    const perCell = (order + 1) ** 2;
    const count = nodes.length / perCell;
    const begins = [...new Set([0, ...splits])]
      .filter((at) => at < count)
      .toSorted((a, b) => a - b);
    const elastic = begins.flatMap((first, part) => {
      const end = begins[part + 1] ?? count;
      const byKind = { full: [] as number[], diagonal: [] as number[], tensor: [] as number[] };
      for (let cell = first; cell < end; cell++) {
        byKind[kindOf(metric, order, cell)].push(cell);
      }
      return kinds
        .filter((kind) => byKind[kind].length > 0)
        .map((kind): Group => ({ first, end, kind, cells: this.paired(byKind[kind]) }));
    });
    const first = this.matched?.first ?? count;
    if (first === count) return elastic;
    const cells = Array.from({ length: count - first }, (_, k) => first + k);
    return [...elastic, { first, end: count, kind: 'matched', cells: this.paired(cells) }];
  }

  /**
   * Cells in pairs without a common node, so that it does not matter which of them is added first; alone, with EMPTY, where
   * there is none.
   */
  private paired(cells: readonly number[]): number[] {
    const { order, nodes } = this.elements;
    const perCell = (order + 1) ** 2;
    const nodesOf = (cell: number) => nodes.subarray(cell * perCell, (cell + 1) * perCell);
    const apart = (a: number, b: number) => {
      const others = new Set(nodesOf(b));
      return nodesOf(a).every((node) => !others.has(node));
    };
    const half = Math.ceil(cells.length / 2);
    return cells.slice(0, half).flatMap((cell, k) => {
      if (half + k >= cells.length) return [cell, EMPTY];
      const other = cells[half + k];
      return apart(cell, other) ? [cell, other] : [cell, EMPTY, other, EMPTY];
    });
  }

  /** The nodes and numbers of a group. */
  private write({ kind, cells }: Group, places: { numbers: number; offsets: number }): void {
    const { elements, lanes } = this;
    const { order, nodes, metric } = elements;
    const n = order + 1;
    const perCell = n * n;
    const { buffer } = this.memory;
    const { cells: side } = wide[formOf(lanes)];
    const perKind = numbersOf(kind, perCell);
    const { length } = cells;
    const numbers = new Float64Array(buffer, places.numbers, length * perKind);
    const offsets = new Uint32Array(buffer, places.offsets, length * perCell);
    const { weights } = gll(order);
    for (let k = 0; k < length; k++) {
      const empty = cells[k] === EMPTY;
      const cell = empty ? cells[k - 1] : cells[k];
      const run = Math.floor(k / side) * side;
      for (let place = 0; place < perCell; place++) {
        offsets[run * perCell + place * side + (k - run)] =
          8 * lanes * nodes[cell * perCell + place];
      }
      const put = (at: number, value: number) => {
        numbers[run * perKind + at * side + (k - run)] = empty ? 0 : value;
      };
      const part = (which: number, place: number) => metric[(3 * cell + which) * perCell + place];
      if (kind === 'tensor') {
        put(0, part(0, 0) / weights[0] ** 2);
        put(1, part(2, 0) / weights[0] ** 2);
        continue;
      }
      const parts = kind === 'full' ? [0, 1, 2] : [0, 2];
      for (let place = 0; place < perCell; place++) {
        const point = (place % n) * n + Math.floor(place / n);
        const width = perKind / perCell;
        parts.forEach((which, p) => put(point * width + p, part(which, place)));
        if (kind !== 'matched') continue;
        const { first, decay } = this.matched!;
        // The kernel keeps φ/2.
        for (let which = 0; which < 4; which++) {
          const value = decay[4 * ((cell - first) * perCell + place) + which];
          put(point * width + 2 + which, which % 2 === 0 ? value : value / 2);
        }
      }
    }
  }

  /** to += K · from, in all lanes; both are among `vectors`. Of the cells from `first` to before `end`, if given. */
  apply(from: Float64Array, to: Float64Array, first = 0, end = Infinity): void {
    const { constants, scratch, calls } = this;
    for (let g = 0; g < calls.length; g++) {
      const call = calls[g];
      if (call.first < first || call.end > end) continue;
      const { kernel, count, offsets, numbers } = call;
      kernel(count, offsets, numbers, from.byteOffset, to.byteOffset, constants, scratch, 0);
    }
  }

  /** to += K · from − ∇·φ of the matched cells, with the mean of φ before and after half a step, which is taken. */
  stepMatched(from: Float64Array, to: Float64Array): void {
    const { constants, scratch, auxiliary, matchedCalls } = this;
    const state = auxiliary.byteOffset;
    for (let g = 0; g < matchedCalls.length; g++) {
      const { kernel, count, offsets, numbers } = matchedCalls[g];
      kernel(count, offsets, numbers, from.byteOffset, to.byteOffset, constants, scratch, state);
    }
  }

  /** φ ← 0 */
  resetMatched(): void {
    this.auxiliary.fill(0);
  }

  /** middle ← u − half · pull, and pull ← 0; `half` is among the diagonals. */
  predict(u: Float64Array, pull: Float64Array, middle: Float64Array, half: Float64Array): void {
    this.nodeKernels.predict(
      this.runs,
      u.byteOffset,
      pull.byteOffset,
      middle.byteOffset,
      half.byteOffset,
    );
  }

  /** next ← u + back · (u − next) − gain · pull, and pull ← 0; `gain` and `back` are among the diagonals. */
  advance(
    u: Float64Array,
    pull: Float64Array,
    next: Float64Array,
    gain: Float64Array,
    back: Float64Array,
  ): void {
    this.nodeKernels.advance(
      this.runs,
      u.byteOffset,
      pull.byteOffset,
      next.byteOffset,
      gain.byteOffset,
      back.byteOffset,
    );
  }

  /** next ← keep · next + ahead · now − back · before − gain · pull; the factors are among the diagonals. */
  halfStep(
    now: Float64Array,
    before: Float64Array,
    pull: Float64Array,
    next: Float64Array,
    { keep, ahead, back, gain }: HalfStep,
  ): void {
    this.nodeKernels.halfStep(
      this.runs,
      now.byteOffset,
      pull.byteOffset,
      next.byteOffset,
      before.byteOffset,
      keep.byteOffset,
      ahead.byteOffset,
      back.byteOffset,
      gain.byteOffset,
    );
  }

  /** Gives the memory back. */
  dispose(): void {
    giveMemory(this.memory);
  }
}
