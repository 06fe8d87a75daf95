/** How a filter gradient is cut into taps, channels and slices: the cheapest by a count as in `windowPlan.ts`. */
import type { CorrelationCode } from './correlation.ts';
import { reach } from './window.ts';
import { divisors, widthFor, type Machine } from './program.ts';

export interface CorrelationTask {
  channels: CorrelationCode['channels'];
  stride: readonly [number, number];
  filter: readonly [number, number];
  images: number;
  /** Positions of dy along y and x. */
  out: readonly [number, number];
  inChannels: number;
  outChannels: number;
  width: 1 | 2 | 4;
}

export interface CorrelationPlan extends Pick<
  CorrelationCode,
  'taps' | 'rows' | 'columns' | 'inputs' | 'vectors'
> {
  slices: number;
}

const MOST_CODE = 300;
const SIZES = [1, 2, 4, 8];
/** Numbers in all slices together: 16 MiB. */
const MOST_PARTIAL = 1 << 22;
/** Going round the loop over patches, per patch and per row or column of it, in multiply-adds. */
const [LOOP, ADDRESS] = [60, 12];

const evenly = (taps: number, most: number): number => Math.ceil(taps / Math.ceil(taps / most));

export const parts = (task: CorrelationTask, plan: CorrelationPlan) => ({
  tapPartsY: Math.ceil(task.filter[0] / plan.taps[0]),
  tapPartsX: Math.ceil(task.filter[1] / plan.taps[1]),
  inputBlocks: task.channels === 'full' ? task.inChannels / plan.inputs : 1,
  blocks: Math.ceil(task.outChannels / (plan.vectors * task.width)),
  patchesY: Math.ceil(task.out[0] / plan.rows),
  patchesX: Math.ceil(task.out[1] / plan.columns),
});

/** Completes a plan by the slices that fill the machine, and says what it costs. */
function priced(task: CorrelationTask, plan: Omit<CorrelationPlan, 'slices'>, machine: Machine) {
  const { taps, rows, columns, inputs, vectors } = plan;
  const p = parts(task, { ...plan, slices: 1 });
  const patches = task.images * p.patchesY * p.patchesX;
  const lanes = p.tapPartsY * p.tapPartsX * p.inputBlocks * p.blocks;
  const weights =
    task.filter[0] *
    task.filter[1] *
    (task.channels === 'full' ? task.inChannels : 1) *
    task.outChannels;
  const slices = Math.max(
    1,
    Math.min(patches, Math.ceil(machine.invocations / lanes), Math.floor(MOST_PARTIAL / weights)),
  );
  const positionsY = reach(rows, task.stride[0], taps[0]);
  const positionsX = reach(columns, task.stride[1], taps[1]);
  const inputWidth = task.channels === 'each' ? task.width : inputs;
  const wide = vectors * task.width;
  const kept = taps[0] * taps[1] * inputs * wide;
  const loads = positionsY * positionsX * inputWidth + rows * columns * wide;
  const turn =
    LOOP +
    ADDRESS * (positionsY + positionsX) +
    machine.load * loads +
    rows * columns * kept +
    2 * kept +
    4 * Math.max(0, kept - machine.registers) * rows * columns;
  const work = Math.ceil(patches / slices) * turn + machine.load * kept;
  const adding = (machine.load * slices * weights) / machine.invocations;
  return {
    slices,
    cost: (Math.max(lanes * slices, machine.invocations) * work) / machine.invocations + adding,
  };
}

export function planCorrelation(task: CorrelationTask, machine: Machine): CorrelationPlan {
  const full = task.channels === 'full';
  const mostVectors = full ? 8 / task.width : 1;
  const inputChoices = full
    ? ([1, 2, 4] as const).filter((n) => n <= widthFor(task.inChannels))
    : [1 as const];
  const tapChoices: [number, number][] = [
    [task.filter[0], task.filter[1]],
    [1, evenly(task.filter[1], 8)],
    [evenly(task.filter[0], 8), 1],
    [evenly(task.filter[0], 3), evenly(task.filter[1], 3)],
    [1, 1],
  ];
  let best: { plan: CorrelationPlan; cost: number } | undefined;
  for (const taps of tapChoices) {
    for (const inputs of inputChoices) {
      for (const vectors of divisors(task.outChannels / task.width, mostVectors)) {
        const kept = taps[0] * taps[1] * inputs * vectors;
        if (kept * task.width > 1.5 * machine.registers && kept > 1) continue;
        for (const rows of SIZES) {
          for (const columns of SIZES) {
            if (kept * rows * columns > MOST_CODE) continue;
            const plan = { taps, rows, columns, inputs, vectors };
            const { slices, cost } = priced(task, plan, machine);
            if (!best || cost < best.cost) best = { plan: { ...plan, slices }, cost };
          }
        }
      }
    }
  }
  return best!.plan;
}
