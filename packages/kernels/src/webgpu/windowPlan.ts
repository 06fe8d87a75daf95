/** Which outputs one invocation of a window sum makes: the cheapest choice by a count of loads and multiply-adds. */
import { divisors, type Machine } from './program.ts';
import { reach, type WindowCode } from './window.ts';

/** What is known of a window sum before its patch is chosen. */
export interface WindowTask {
  channels: WindowCode['channels'];
  direction: WindowCode['direction'];
  stride: readonly [number, number];
  filter: readonly [number, number];
  images: number;
  /** Outputs along y and x. */
  out: readonly [number, number];
  outChannels: number;
  width: 1 | 2 | 4;
  /** Terms of an output at one tap. */
  sums: number;
}

export type Patch = Pick<WindowCode, 'taps' | 'passes' | 'rows' | 'columns' | 'vectors'>;

/** Multiply-adds (of vectors) in a shader: each takes SwiftShader's compiler about half a millisecond. */
const MOST_CODE = 300;
const SIZES = [1, 2, 3, 4, 6, 8, 12, 16];
/** Leaving the loop over channels and coming back, in multiply-adds. */
const LOOP = 20;

const positions = (task: WindowTask, axis: 0 | 1): number =>
  task.direction === 1 ? task.out[axis] : Math.ceil(task.out[axis] / task.stride[axis]);

/** Patches along an axis, all remainders of an input gradient counted. */
export const patchesAlong = (task: WindowTask, axis: 0 | 1, count: number): number =>
  Math.ceil(positions(task, axis) / count) * (task.direction === 1 ? 1 : task.stride[axis]);

/** Whether some patches stick out of the output. */
export const isPartial = (task: WindowTask, { rows, columns }: Patch): boolean =>
  [rows, columns].some((count, axis) => {
    const gap = task.direction === 1 ? 1 : task.stride[axis];
    return task.out[axis] % (count * gap) > 0;
  });

/** Taps that an output meets along an axis. */
const tapsAlong = ({ direction, filter, stride }: WindowTask, axis: 0 | 1): number =>
  direction === 1 ? filter[axis] : Math.ceil(filter[axis] / stride[axis]);

/** As many equal passes as it takes to have at most `most` taps in each. */
const evenly = (taps: number, most: number): number => Math.ceil(taps / Math.ceil(taps / most));

/** Taps unrolled along y and x: all of them, one row of them, or parts of rows. */
function tapChoices(task: WindowTask): [number, number][] {
  const [ty, tx] = [tapsAlong(task, 0), tapsAlong(task, 1)];
  const choices: [number, number][] = [
    [ty, tx],
    [1, evenly(tx, 8)],
    [evenly(ty, 8), 1],
    [evenly(ty, 3), evenly(tx, 3)],
  ];
  return choices.filter(([i, j]) => i * j <= 16);
}

function cost(task: WindowTask, patch: Patch, machine: Machine): number {
  const { rows, columns, vectors, taps } = patch;
  const step = task.direction === 1 ? task.stride : [1, 1];
  const loadedRows = reach(rows, step[0], taps[0]);
  const loadedColumns = reach(columns, step[1], taps[1]);
  const sourceWidth = task.channels === 'each' ? task.width : 1;
  const outputs = rows * columns * vectors * task.width;
  const passes = Math.ceil(tapsAlong(task, 0) / taps[0]) * Math.ceil(tapsAlong(task, 1) / taps[1]);
  const loads = loadedRows * loadedColumns * sourceWidth + taps[0] * taps[1] * vectors * task.width;
  const adds = outputs * taps[0] * taps[1];
  // Accumulators are copied at every turn of the loop; beyond the registers they go through memory.
  const spilt = Math.max(0, outputs - machine.registers) * taps[0] * taps[1];
  const turn = LOOP + machine.load * loads + adds + 2 * outputs + 4 * spilt;
  const lanes =
    task.images *
    patchesAlong(task, 0, rows) *
    patchesAlong(task, 1, columns) *
    Math.ceil(task.outChannels / (vectors * task.width));
  const addressing = 8 * (loadedRows + loadedColumns);
  return Math.max(lanes, machine.invocations) * (passes * (task.sums * turn + addressing) + 100);
}

/** The best patch for a task on a machine. */
export function planWindow(task: WindowTask, machine: Machine): Patch {
  const outVectors = Math.ceil(task.outChannels / task.width);
  const most = task.channels === 'full' ? Math.min(outVectors, 16 / task.width) : 1;
  let best: { patch: Patch; cost: number } | undefined;
  for (const taps of tapChoices(task)) {
    const passes = taps[0] < tapsAlong(task, 0) || taps[1] < tapsAlong(task, 1);
    for (const vectors of divisors(outVectors, most)) {
      for (const rows of SIZES) {
        for (const columns of SIZES) {
          const code = rows * columns * vectors * taps[0] * taps[1];
          const tooMany = rows * columns * vectors * task.width > 2 * machine.registers;
          if (code > MOST_CODE || tooMany) continue;
          const patch: Patch = { taps, passes, rows, columns, vectors };
          const total = cost(task, patch, machine);
          if (!best || total < best.cost) best = { patch, cost: total };
        }
      }
    }
  }
  return best!.patch;
}
