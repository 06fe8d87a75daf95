/**
 * WebAssembly that adds K u of elements of one order, cell by cell, by sum factorisation: derivatives along the rows and
 * columns of a cell, the metric at its points, transposed derivatives. Loops over the points of a line are written out.
 *
 * There are three kinds of cells: of any form (`full`), those whose axes are at right angles everywhere (`diagonal`), and
 * those of one material whose axes are at right angles and evenly long, as rectangles' are (`tensor`): for these K is
 * a Kronecker sum of stiffnesses of one dimension. Matrices of one dimension are symmetric or antisymmetric about their
 * middle, which halves the products: Solomonoff, Journal of Computational Physics 98 (1992), 174–177.
 */
import { compile } from 'slimwave-base/wasm/support';
import { assemble, type WasmFunction } from 'slimwave-base/wasm/assembler';
import { I32, type Code } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, repeat, set } from 'slimwave-base/wasm/instructions';
import { kinds, PER_POINT, type Kind } from './cellKind.ts';
import { tableSize } from './kernelConstants.ts';
import { nodeFunctions, type NodeKernels } from './nodeKernel.ts';
import { setWide, wide, type Form, type Wide } from './wide.ts';

/** All arguments but the first are byte addresses. */
export type CellsKernel = (
  /** Cells, or pairs of them; at least one. */
  count: number,
  /** Byte offsets of the nodes, (p + 1)² per cell. */
  offsets: number,
  /** `numbersOf` per cell, columns of the cell first. */
  numbers: number,
  from: number,
  to: number,
  constants: number,
  /** Three values per point of a cell. */
  scratch: number,
  /** φ/2 of matched cells along ξ and η, at the points column by column. */
  auxiliary: number,
) => void;

const [COUNT, OFFSETS, NUMBERS, FROM, TO, CONSTANTS, SCRATCH, AUXILIARY] = [0, 1, 2, 3, 4, 5, 6, 7];
const PARAMETERS = 8;
const [LINES, NODES, PLACE, WEIGHT] = [8, 9, 10, 11];
const INTEGERS = 4;
const FIRST_VALUE = PARAMETERS + INTEGERS;

class Writer {
  private readonly w: Wide;
  private readonly n: number;
  private readonly area: number;
  /** Values of a line, and what a matrix makes of them. */
  private readonly line: (k: number) => number;
  private readonly image: (k: number) => number;
  private readonly spare: number;
  private readonly factor: number;
  private readonly tableSize: number;

  constructor(
    order: number,
    private readonly kind: Kind,
    form: Form,
  ) {
    this.w = wide[form];
    this.n = order + 1;
    this.area = this.n * this.n;
    const { parts } = this.w;
    this.line = (k) => FIRST_VALUE + k * parts;
    this.image = (k) => FIRST_VALUE + (this.n + k) * parts;
    this.spare = FIRST_VALUE + 2 * this.n * parts;
    this.factor = this.spare + parts;
    this.tableSize = tableSize(order);
  }

  private each(code: (k: number) => Code): number[] {
    return Array.from({ length: this.n }, (_, k) => code(k)).flat();
  }

  /** image ← table · line; overwrites the line. */
  private transform(table: number, skew: boolean): number[] {
    const { w, n, line, image, spare } = this;
    const half = Math.floor(n / 2);
    const odd = n % 2;
    const code: number[] = [];
    for (let k = 0; k < half; k++) {
      const [a, b] = [line(k), line(n - 1 - k)];
      code.push(
        ...setWide(w, spare, (q) => w.subtract(get(a + q), get(b + q))),
        ...setWide(w, a, (q) => w.add(get(a + q), get(b + q))),
        ...setWide(w, b, (q) => get(spare + q)),
      );
    }
    for (let i = 0; i < half + odd; i++) {
      const at = table * this.tableSize + i * (2 * half + odd);
      const sums = Array.from({ length: half + odd }, (_, k) => [at + k, line(k)] as const);
      const differences = Array.from(
        { length: half },
        (_, k) => [at + half + odd + k, line(n - 1 - k)] as const,
      );
      const [even, other] = [image(i), image(n - 1 - i)];
      if (i === half) code.push(...this.sum(even, skew ? differences : sums));
      else {
        code.push(...this.sum(even, sums), ...this.sum(spare, differences));
        const [p, q] = skew ? [spare, even] : [even, spare];
        code.push(
          ...setWide(w, other, (part) => w.subtract(get(p + part), get(q + part))),
          ...setWide(w, even, (part) => w.add(get(even + part), get(spare + part))),
        );
      }
    }
    return code;
  }

  /** A local ← Σ constant · value. */
  private sum(local: number, terms: readonly (readonly [constant: number, value: number])[]) {
    const { w, factor } = this;
    return terms.flatMap(([constant, value], k) => [
      ...set(factor, w.constant(get(CONSTANTS), constant)),
      ...setWide(w, local, (q) => {
        const term = w.multiply(get(factor), get(value + q));
        return k === 0 ? term : w.add(get(local + q), term);
      }),
    ]);
  }

  /** Repeats code for every row of a cell (`NODES`, `PLACE` at its first node) or column. */
  private lines(stepNodes: number, stepPlace: number, body: Code): number[] {
    const { w, n } = this;
    return [
      ...set(LINES, i32.constant(n)),
      ...set(NODES, get(OFFSETS)),
      ...set(PLACE, get(SCRATCH)),
      ...set(WEIGHT, get(CONSTANTS)),
      ...repeat(LINES, [
        ...body,
        ...advance(NODES, i32.constant(4 * w.cells * stepNodes)),
        ...advance(PLACE, i32.constant(w.bytes * stepPlace)),
        ...advance(WEIGHT, i32.constant(8)),
      ]),
    ];
  }

  /** Row by row: u to scratch, and what a matrix makes of it behind that. */
  private gatherRows(table: number, skew: boolean, scale: Code): number[] {
    const { w, n, line, image, area } = this;
    return this.lines(n, n, [
      ...this.each((k) => setWide(w, line(k), (q) => w.gather(FROM, NODES, k, q))),
      ...this.each((k) => this.put(line(k), k)),
      ...this.transform(table, skew),
      ...scale,
      ...this.each((k) => this.put(image(k), area + k)),
    ]);
  }

  /** A local to scratch. */
  private put(local: number, offset: number): number[] {
    const { w } = this;
    return Array.from({ length: w.parts }, (_, q) =>
      w.store(get(PLACE), get(local + q), offset, q),
    ).flat();
  }

  private take(local: number, offset: number): number[] {
    const { w } = this;
    return setWide(w, local, (q) => w.load(get(PLACE), offset, q));
  }

  private scatter(local: number, place: number): number[] {
    const { w } = this;
    return Array.from({ length: w.parts }, (_, q) =>
      w.scatter(TO, NODES, place, q, local + q),
    ).flat();
  }

  /** Multiplies the image by one of the cell's numbers times the line's quadrature weight. */
  private weighted(number: number): number[] {
    const { w, image, factor } = this;
    const weight = w.constant(get(WEIGHT), 3 * this.tableSize);
    return [
      ...set(factor, w.multiply(w.perCell(get(NUMBERS), number), weight)),
      ...this.each((k) => setWide(w, image(k), (q) => w.multiply(get(image(k) + q), get(factor)))),
    ];
  }

  private tensor(): number[] {
    const { w, n, line, image, area } = this;
    return [
      ...this.gatherRows(2, false, this.weighted(0)),
      ...this.lines(1, 1, [
        ...this.each((k) => this.take(line(k), k * n)),
        ...this.transform(2, false),
        ...this.weighted(1),
        ...this.each((k) => [
          ...setWide(w, image(k), (q) =>
            w.add(get(image(k) + q), w.load(get(PLACE), area + k * n, q)),
          ),
          ...this.scatter(image(k), k * n),
        ]),
      ]),
      ...advance(NUMBERS, i32.constant(8 * w.cells * 2)),
    ];
  }

  /** At point k of a column, ∂u/∂η in the image and ∂u/∂ξ in scratch: the fluxes, to the line and to scratch. */
  private fluxes(k: number): number[] {
    const { w, n, line, image, spare, area, kind } = this;
    const alongXi = area + k * n;
    if (kind === 'tensor') throw new Error('Kronecker sums have no fluxes.');
    const [width, cross] = [PER_POINT[kind], kind === 'full' ? 1 : 0];
    const number = (part: number) => w.perCell(get(NUMBERS), width * k + part);
    const times = (part: number, local: number) => (q: number) =>
      w.multiply(number(part), get(local + q));
    const both = (a: (q: number) => Code, b: (q: number) => Code) => (q: number) =>
      w.add(a(q), b(q));
    const eta = times(1 + cross, image(k));
    const xi = times(0, spare);
    return [
      ...this.take(spare, alongXi),
      ...setWide(w, line(k), cross ? both(times(1, spare), eta) : eta),
      ...setWide(w, spare, cross ? both(xi, times(1, image(k))) : xi),
      ...(kind === 'matched'
        ? [
            ...this.stepAuxiliary(spare, 2 * k, number(2), number(3), image(k)),
            ...this.stepAuxiliary(line(k), 2 * k + 1, number(4), number(5), image(k)),
          ]
        : []),
      ...this.put(spare, alongXi),
    ];
  }

  /** φ/2 after half a step from that before and a flux; adds both to the flux. Overwrites `spare`. */
  private stepAuxiliary(flux: number, place: number, decay: Code, gain: Code, spare: number) {
    const { w, factor } = this;
    return Array.from({ length: w.parts }, (_, q) => [
      ...set(spare, w.load(get(AUXILIARY), place, q)),
      ...set(factor, w.add(w.multiply(decay, get(spare)), w.multiply(gain, get(flux + q)))),
      ...w.store(get(AUXILIARY), get(factor), place, q),
      ...set(flux + q, w.add(get(flux + q), w.add(get(spare), get(factor)))),
    ]).flat();
  }

  private general(kind: Exclude<Kind, 'tensor'>): number[] {
    const { w, n, line, image, area } = this;
    const perPoint = PER_POINT[kind];
    return [
      ...this.gatherRows(0, true, []),
      ...this.lines(1, 1, [
        ...this.each((k) => this.take(line(k), k * n)),
        ...this.transform(0, true),
        ...this.each((k) => this.fluxes(k)),
        ...this.transform(1, true),
        ...this.each((k) => this.put(image(k), k * n)),
        ...advance(NUMBERS, i32.constant(8 * w.cells * perPoint * n)),
        ...(kind === 'matched' ? advance(AUXILIARY, i32.constant(2 * w.bytes * n)) : []),
      ]),
      ...this.lines(n, n, [
        ...this.each((k) => this.take(line(k), area + k)),
        ...this.transform(1, true),
        ...this.each((k) => [
          ...setWide(w, image(k), (q) => w.add(get(image(k) + q), w.load(get(PLACE), k, q))),
          ...this.scatter(image(k), k),
        ]),
      ]),
    ];
  }

  function(): WasmFunction {
    const { w, n, kind, area } = this;
    return {
      name: kind,
      parameters: Array.from({ length: PARAMETERS }, () => I32),
      locals: [
        [INTEGERS, I32],
        [2 * n * w.parts + w.parts + 1, w.type],
      ],
      body: repeat(COUNT, [
        ...(kind === 'tensor' ? this.tensor() : this.general(kind)),
        ...advance(OFFSETS, i32.constant(4 * w.cells * area)),
      ]),
    };
  }
}

/** The bytes of a module. */
export const elementModule = (order: number, form: Form): Uint8Array<ArrayBuffer> =>
  assemble([
    ...[...kinds, 'matched' as const].map((kind) => new Writer(order, kind, form).function()),
    ...nodeFunctions(wide[form]),
  ]);

export type ElementKernels = Record<Kind, CellsKernel> & NodeKernels;

const modules = new Map<string, WebAssembly.Module>();

/** The functions for elements of an order, working on `memory`. */
export function elementKernels(
  order: number,
  form: Form,
  memory: WebAssembly.Memory,
): ElementKernels {
  const key = `${order}:${form}`;
  const module = modules.get(key) ?? compile(elementModule(order, form));
  modules.set(key, module);
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  return exports as unknown as ElementKernels;
}
