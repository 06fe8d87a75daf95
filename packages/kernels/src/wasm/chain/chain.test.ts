import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from 'slimwave-base/random';
import type { ChainStage } from '../../chain.ts';
import { jobs, type JobName } from '../jobs.ts';
import { wasmLoops } from '../loops.ts';
import { loopsModule } from '../loopsModule.ts';
import { arrangementsOf } from './filters.ts';
import { chainGeometry, chainPlaces } from './parameters.ts';
import {
  frameOf,
  neededSlices,
  planChain,
  sizeOfStage,
  stripRange,
  sumsOf,
  type Pass,
} from './plan.ts';

const channels = fc.integer({ min: 1, max: 13 });
const taps = fc.integer({ min: 1, max: 5 });

/** 1×1, a filter per channel along both axes, a full one along both, a bank, one along the second axis. */
const stages = fc
  .record({ between: fc.array(channels, { minLength: 4, maxLength: 4 }), k: fc.tuple(taps, taps) })
  .map(({ between: [s, r, m, t], k: [a, b] }): ChainStage[] => [
    { kind: 'full', size: [1, 1], inputs: s, outputs: r },
    { kind: 'depthwise', size: [a, b], inputs: r, outputs: r },
    { kind: 'full', size: [b, a], inputs: r, outputs: m },
    { kind: 'depthwise', size: [a, 1], inputs: m, outputs: 2 * m },
    { kind: 'full', size: [1, b], inputs: 2 * m, outputs: t },
  ]);

const shapesOf = (list: readonly ChainStage[]) =>
  list.map((stage) => ({
    ...stage,
    depthwise: stage.kind === 'depthwise',
    size: sizeOfStage(stage),
  }));

const grids = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(400)),
  width: fc.integer({ min: 1, max: 9 }),
});

describe('the plan of a chain', () => {
  it('has strips that together are the image, and rooms for all that a strip needs', () => {
    fc.assert(
      fc.property(
        stages,
        grids,
        fc.constantFrom<Pass>('forward', 'backward'),
        (list, grid, pass) => {
          const shapes = shapesOf(list);
          const points = [grid.height, 1, grid.width] as const;
          const { strips, signals, gradients, bytes } = planChain(shapes, points, pass);
          const own = Array.from({ length: strips.count }, (_, i) => stripRange(strips, i, points));
          expect(own[0][0]).toBe(0);
          expect(own.at(-1)![1]).toBe(grid.height);
          own.slice(1).forEach(([first], i) => expect(first).toBe(own[i][1]));
          const rooms = [...signals, ...gradients].filter((room) => room !== undefined);
          const ends = rooms.map((room) => room.start + room.bytes);
          expect(rooms.map(({ start }) => start)).toEqual([0, ...ends.slice(0, -1)]);
          expect(ends.at(-1)).toBe(bytes);
          const frames = shapes.map(({ size }) => frameOf(size));
          for (const range of own) {
            neededSlices(frames, range).forEach(([first, end], i) => {
              const room = signals[i];
              if (room) expect((end - first) * room.slice).toBeLessThanOrEqual(room.bytes);
            });
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes no more memory than its least strip needs, however large the signals are', () => {
    const [k, rank] = [5, 116];
    const stage = (kind: 'full' | 'depthwise', size: number[], inputs: number, outputs: number) =>
      ({ kind, size, inputs, outputs }) satisfies ChainStage;
    const list = [
      stage('full', [1, 1, 1], 24, rank),
      stage('depthwise', [k, 1, 1], rank, rank),
      stage('depthwise', [1, k, 1], rank, rank),
      stage('depthwise', [1, 1, k], rank, rank),
      stage('full', [1, 1, 1], rank, 24),
    ];
    const { bytes, strips } = planChain(shapesOf(list), [32, 64, 64], 'backward');
    expect(strips.slices).toBe(1);
    // Four signals between the stages and their gradients.
    expect(bytes).toBeLessThan(k * 8 * 68 * 68 * rank * 4);
  });

  it('rearranges filters without losing a number', () => {
    fc.assert(
      fc.property(stages, (list) => {
        for (const arrangement of arrangementsOf(list)) {
          for (const order of Object.values(arrangement)) {
            if (!order) continue;
            const all = Array.from(order as Uint32Array).sort((a, b) => a - b);
            expect(all).toEqual(all.map((_, i) => i));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a chain', () => {
  const memory = new WebAssembly.Memory({ initial: 400 });
  const heap = new Float32Array(memory.buffer);
  const loops = wasmLoops(memory, loopsModule());
  const random = randomStream(1, 'chains');

  it('leaves the same bits however many parts it is done in', () => {
    const cases = fc.record({
      list: stages,
      grid: grids,
      parts: fc.integer({ min: 2, max: 9 }),
      pass: fc.constantFrom<Pass>(
        'forward',
        'forward for training',
        'backward',
        'backward without x',
      ),
    });
    fc.assert(
      fc.property(cases, ({ list, grid: { batch, height, width }, parts, pass }) => {
        const shapes = shapesOf(list);
        const points = [height, 1, width] as const;
        const plan = planChain(shapes, points, pass);
        const backward = pass.startsWith('backward');
        const sums = sumsOf(shapes);
        let at = 16;
        const place = (length: number) => (at += length) - length;
        const image = batch * height * width * 4;
        const filters = shapes.map(({ size: [a, , b], inputs, outputs, depthwise }) => {
          const length = a * b * outputs * (depthwise ? 1 : inputs) * 4;
          return { filter: place(length), turned: place(length) };
        });
        const x = place(image * list[0].inputs);
        const [zeros, one] = [place(128), place(4)];
        // Written forward, read backward: then any numbers will do.
        const keptBefore = backward ? place(batch * plan.kept.bytes) : 0;
        const given = at;
        const kept = backward ? keptBefore : place(batch * plan.kept.bytes);
        heap.subarray(0, given / 4).forEach((_, i) => (heap[i] = random.uniform() - 0.5));
        heap.fill(0, zeros / 4, zeros / 4 + 32)[one / 4] = 1;
        const dyLength = image * list.at(-1)!.outputs;
        const y = place(dyLength);
        const dy = Float32Array.from({ length: dyLength / 4 }, () => random.uniform() - 0.5);
        const dx = place(image * list[0].inputs);
        const sumCount = Math.min(8, batch);
        const sumsAt = place(sumCount * sums.bytes);
        const end = at;
        const places = { batch, x, y, dx, kept, sums: sumsAt, sumCount, zeros, one, bias: zeros };
        const geometry = chainGeometry(list, { batch, points }, pass);
        const name: JobName = backward ? 'chainBackward' : 'chainForward';
        const outcome = (count: number) => {
          // Nothing may depend on what was there before.
          heap.fill(NaN, given / 4);
          if (backward) heap.set(dy, y / 4);
          const all = geometry.concat(chainPlaces({ ...places, memory: end }, filters));
          const parameters = new Uint32Array(all);
          for (let part = count - 1; part >= 0; part--) jobs[name](loops, parameters, part, count);
          expect(end + count * plan.bytes).toBeLessThan(memory.buffer.byteLength);
          return Buffer.from(memory.buffer.slice(given, end));
        };
        const whole = outcome(1);
        expect(outcome(parts).equals(whole)).toBe(true);
        const results = new Float32Array(new Uint8Array(whole).buffer);
        const wanted = backward
          ? results.subarray((sumsAt - given) / 4)
          : results.subarray((y - given) / 4).subarray(0, dyLength / 4);
        expect(wanted.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
