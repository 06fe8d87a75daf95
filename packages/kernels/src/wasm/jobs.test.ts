import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from 'slimwave-base/random';
import { ELEMENTWISE, arraysOf, scalarsOf } from './elementwise.ts';
import { copyParameters } from './copyJob.ts';
import { doublingParameters } from './doublingJob.ts';
import { elementwiseParameters } from './elementwiseJob.ts';
import { jobs, type JobName } from './jobs.ts';
import { wasmLoops } from './loops.ts';
import { loopsModule } from './loopsModule.ts';
import { padParameters } from './padJob.ts';
import { sumRowsParameters } from './sumRowsJob.ts';

const memory = new WebAssembly.Memory({ initial: 2 });
const heap = new Float32Array(memory.buffer);
const loops = wasmLoops(memory, loopsModule());
const random = randomStream(1, 'jobs');
const start = heap.map(() => random.uniform());

/** What a job makes of the same numbers, as bits, when it is done in so many parts, the last one first. */
function outcome(name: JobName, parameters: readonly number[], parts: number): Buffer {
  heap.set(start);
  const list = new Uint32Array(parameters);
  for (let part = parts - 1; part >= 0; part--) jobs[name](loops, list, part, parts);
  return Buffer.from(memory.buffer.slice());
}

/** Fails if the job does nothing at all, too. */
function expectSame(name: JobName, parameters: readonly number[], parts: number): void {
  const whole = outcome(name, parameters, 1);
  expect(whole.equals(Buffer.from(start.buffer))).toBe(false);
  expect(outcome(name, parameters, parts).equals(whole)).toBe(true);
}

const parts = fc.integer({ min: 2, max: 9 });

describe('jobs leave the same bits however many parts they are done in', () => {
  it('elementwise', () => {
    const lists = fc.record({
      name: fc.constantFrom(...ELEMENTWISE),
      sizes: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 9 }),
      parts,
    });
    fc.assert(
      fc.property(lists, ({ name, sizes, parts: count }) => {
        let next = 16;
        const place = (numbers: number) => (next += 4 * (numbers + 3)) - 4 * numbers;
        const items = sizes.map((size) => ({
          size,
          addresses: Array.from({ length: arraysOf(name) }, () => place(size)),
          scalars: Array.from({ length: scalarsOf(name) }, (_, i) => 1 / (i + 2)),
        }));
        expectSame('elementwise', elementwiseParameters(name, items), count);
      }),
      { numRuns: 60 },
    );
  });

  it('copies', () => {
    const copy = fc.record({
      rows: fc.integer({ min: 1, max: 12 }),
      bytes: fc.integer({ min: 1, max: 40 }).map((numbers) => 4 * numbers),
      toGap: fc.constantFrom(0, 4, 16),
      fromGap: fc.constantFrom(0, 8),
    });
    const cases = fc.tuple(fc.array(copy, { minLength: 1, maxLength: 5 }), parts);
    fc.assert(
      fc.property(cases, ([copies, count]) => {
        const parameters = copyParameters(
          copies.map(({ rows, bytes, toGap, fromGap }, i) => {
            const [toRow, fromRow] = [bytes + toGap, bytes + fromGap];
            return { to: 65536 + 4096 * i, from: 16 + 4096 * i, rows, toRow, fromRow, bytes };
          }),
        );
        expectSame('copy', parameters, count);
      }),
      { numRuns: 60 },
    );
  });

  it('images with zeros around them', () => {
    const few = fc.integer({ min: 0, max: 3 });
    const cases = fc.record({
      batch: fc.integer({ min: 1, max: 4 }),
      top: few,
      height: fc.integer({ min: 1, max: 6 }),
      bottom: few,
      left: few.map((numbers) => 4 * numbers),
      bytes: fc.integer({ min: 1, max: 9 }).map((numbers) => 4 * numbers),
      right: few.map((numbers) => 4 * numbers),
    });
    fc.assert(
      fc.property(cases, parts, (sizes, count) => {
        expectSame('pad', padParameters({ out: 65536, input: 16, ...sizes }), count);
      }),
      { numRuns: 60 },
    );
  });

  it('linear upsampling', () => {
    const cases = fc.record({
      terms: fc.constantFrom(1 as const, 2 as const),
      lines: fc.integer({ min: 1, max: 12 }),
      rows: fc.integer({ min: 1, max: 6 }),
      inner: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(cases, parts, ({ terms, lines, rows, inner }, count) => {
        const row = 4 * inner;
        const [outLine, fromLine] = [2 * rows * row, (rows + 2) * row];
        const strides = { outLine, fromLine, outRow: 2 * row, fromRow: row };
        const run = [rows, 65536, 16, 16 + row, 32, 32 + row] as const;
        const second = [1, 65536 + row, 16, 16, 32, 32] as const;
        const parameters = doublingParameters({ terms, lines, inner, ...strides }, [run, second]);
        expectSame('double', parameters, count);
      }),
      { numRuns: 60 },
    );
  });

  it('sums of rows', () => {
    const cases = fc.record({
      columns: fc.integer({ min: 1, max: 30 }),
      count: fc.integer({ min: 1, max: 90 }),
      block: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(cases, parts, (sizes, count) => {
        const places = { rows: 16, sums: 65536, one: 32768 };
        expectSame('sumRows', sumRowsParameters({ ...places, ...sizes }), count);
      }),
      { numRuns: 60 },
    );
  });
});
