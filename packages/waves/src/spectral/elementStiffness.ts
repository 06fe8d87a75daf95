/** The stiffness of elements of order 2 and above: it is applied cell by cell, without a matrix. */
import { LANES, type Lanes } from '../kernel.ts';
import { giveMemory, takeMemory } from '../memory.ts';
import type { Elements } from '../system.ts';
import {
  elementKernels,
  kernelConstants,
  kinds,
  numbersOf,
  type CellsKernel,
  type Kind,
} from './elementKernel.ts';
import { gll } from './gll.ts';
import { wide, type Form } from './wide.ts';

/** Cells of one kind from one part of the mesh. */
interface Group {
  /** The part's first cell and its end. */
  first: number;
  end: number;
  kind: Kind;
  /** Pairs of cells that run side by side, or one cell after the other. */
  cells: number[];
}

/** Beside a cell that has no partner. */
const EMPTY = -1;

/** Relative to a cell's largest metric: what is smaller is round-off. */
const ROUND_OFF = 1e-12;

/** The form in which so many lanes run. */
const formOf = (lanes: Lanes): Form => {
  if (lanes === 4) return 'lanes';
  return LANES === 1 ? 'scalar' : 'pairs';
};

export class ElementStiffness {
  /** Vectors of nodes, [nodes, lanes] each, for `apply`. */
  readonly vectors: Float64Array[];

  private readonly memory: WebAssembly.Memory;
  private readonly calls: {
    first: number;
    end: number;
    kernel: CellsKernel;
    count: number;
    offsets: number;
    numbers: number;
  }[] = [];
  private readonly constants: number;
  private readonly scratch: number;

  /** `splits`: cells at which a part of the mesh begins, to which `apply` may be restricted. */
  constructor(
    private readonly elements: Elements,
    nodes: number,
    readonly lanes: Lanes,
    count: number,
    splits: readonly number[] = [],
  ) {
    const { order } = elements;
    const perCell = (order + 1) ** 2;
    const { cells: side, bytes } = wide[formOf(lanes)];
    const groups = this.groupsOf(splits).map((group) => ({
      ...group,
      cells: side === 1 ? group.cells.filter((cell) => cell !== EMPTY) : group.cells,
    }));
    const constants = kernelConstants(order);
    const vectorBytes = 8 * nodes * lanes;
    this.constants = count * vectorBytes;
    this.scratch = this.constants + 8 * constants.length;
    let address = this.scratch + 2 * perCell * bytes;
    const places = groups.map(({ kind, cells }) => {
      const runs = cells.length / side;
      const numbers = address;
      const offsets = numbers + 8 * side * runs * numbersOf(kind, perCell);
      address = offsets + 8 * Math.ceil((side * runs * perCell) / 2);
      return { runs, numbers, offsets };
    });
    this.memory = takeMemory(address);
    const { buffer } = this.memory;
    this.vectors = Array.from(
      { length: count },
      (_, k) => new Float64Array(buffer, vectorBytes * k, nodes * lanes),
    );
    for (const vector of this.vectors) vector.fill(0);
    new Float64Array(buffer, this.constants, constants.length).set(constants);
    const kernels = elementKernels(order, formOf(lanes), this.memory);
    groups.forEach((group, g) => {
      const { runs, numbers, offsets } = places[g];
      const { first, end, kind } = group;
      this.write(group, places[g]);
      this.calls.push({ first, end, kernel: kernels[kind], count: runs, offsets, numbers });
    });
  }

  private groupsOf(splits: readonly number[]): Group[] {
    const { order, nodes, metric } = this.elements;
    const perCell = (order + 1) ** 2;
    const count = nodes.length / perCell;
    const begins = [...new Set([0, ...splits])]
      .filter((at) => at < count)
      .toSorted((a, b) => a - b);
    return begins.flatMap((first, part) => {
      const end = begins[part + 1] ?? count;
      const byKind: Record<Kind, number[]> = { full: [], diagonal: [], tensor: [] };
      for (let cell = first; cell < end; cell++) {
        byKind[kindOf(metric, order, cell)].push(cell);
      }
      return kinds
        .filter((kind) => byKind[kind].length > 0)
        .map((kind) => ({ first, end, kind, cells: this.paired(byKind[kind]) }));
    });
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
        parts.forEach((which, p) => put(point * parts.length + p, part(which, place)));
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
      kernel(count, offsets, numbers, from.byteOffset, to.byteOffset, constants, scratch);
    }
  }

  /** Gives the memory back. */
  dispose(): void {
    giveMemory(this.memory);
  }
}

/** The simplest kind that a cell is of. */
function kindOf(metric: Float64Array, order: number, cell: number): Kind {
  const n = order + 1;
  const perCell = n * n;
  const { weights } = gll(order);
  const at = 3 * cell * perCell;
  let [largest, across] = [0, 0];
  for (let place = 0; place < perCell; place++) {
    largest = Math.max(largest, metric[at + place], metric[at + 2 * perCell + place]);
    across = Math.max(across, Math.abs(metric[at + perCell + place]));
  }
  if (across > ROUND_OFF * largest) return 'full';
  for (let place = 0; place < perCell; place++) {
    const weight = (weights[place % n] * weights[Math.floor(place / n)]) / weights[0] ** 2;
    for (const part of [0, 2 * perCell]) {
      const expected = metric[at + part] * weight;
      if (Math.abs(metric[at + part + place] - expected) > ROUND_OFF * expected) return 'diagonal';
    }
  }
  return 'tensor';
}
