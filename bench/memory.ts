/** Memory of a training run on wasm: its peak against what the plan counts, and whether it stays constant. */
import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend } from '../src/engine/device/choose.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { planNetwork, totalsOf, type NetworkPlan } from '../src/engine/nets/plan.ts';
import type { Trainer } from '../src/engine/train/trainer.ts';
import { trainerOf } from './contestants/ours.ts';
import { HeapMeter } from './heapMeter.ts';
import { mebibytes, ratio, type Row } from './table.ts';
import { networkA, stackPlan, stackWork } from './stack.ts';
import { presetWork, type PresetSource, type StackSource, type Work } from './work.ts';

const STEPS = 10_000;
const UNREAD = 8;
const PEAK_STEPS = 16;

async function train(trainer: Trainer, steps: number): Promise<void> {
  for (let step = 1; step <= steps; step++) {
    trainer.trainStep();
    if (step % UNREAD === 0 || step === steps) await trainer.takeBatchErrors();
  }
}

/** Weights, their gradients, the optimizer's moments and a batch of activations, as the page counts them. */
const countedBytes = ({ totals }: Pick<NetworkPlan, 'totals'>, batch: number): number =>
  2 * totals.weightBytes +
  totals.optimizerBytes +
  totals.rebuildBytes +
  batch * totals.activationBytes;

function presetBytes({ preset, id }: PresetSource): number {
  const { experiment } = presets.find((candidate) => candidate.id === preset)!;
  return countedBytes(planNetwork(experiment, id), experiment.training.batch);
}

export const stackBytes = (source: StackSource, batch: number): number =>
  countedBytes({ totals: totalsOf(stackPlan(source)) }, batch);

/** The largest number of bytes that a network and its training steps hold at once, after some that are not counted. */
export async function peakOf(work: Work, meter: HeapMeter, steps: number): Promise<number> {
  const before = meter.liveBytes;
  const trainer = trainerOf(work);
  await train(trainer, steps);
  meter.resetPeak();
  await train(trainer, steps);
  const peak = meter.peakBytes - before;
  trainer.dispose();
  return peak;
}

async function peakRow(source: PresetSource, meter: HeapMeter): Promise<Row> {
  const peak = await peakOf(presetWork(source), meter, PEAK_STEPS);
  const counted = presetBytes(source);
  return {
    what: `${source.preset}, ${source.id.toUpperCase()}: peak of a step ÷ counted before`,
    value: `${ratio(peak / counted)} (${mebibytes(peak)} ÷ ${mebibytes(counted)})`,
    aim: '≤ 1.3',
  };
}

/** Tensors, their bytes and the backend's whole memory, early and so many steps later. */
async function constantRow(format: 'classical' | 'one-way', meter: HeapMeter): Promise<Row> {
  const small = { ...networkA(format), grid: 8, channels: 4, budget: { rank: 1 } };
  const work = stackWork(small, 2);
  const trainer = trainerOf(work);
  const state = () => {
    const { numTensors, numBytes } = tf.memory();
    return [numTensors, numBytes, meter.liveBytes, meter.heapBytes];
  };
  await train(trainer, 2 * UNREAD);
  const early = state();
  await train(trainer, STEPS);
  const late = state();
  trainer.dispose();
  const same = early.every((value, i) => value === late[i]);
  return {
    what: `${format}, small: tensors, their bytes, bytes allocated, heap; ${STEPS} steps later`,
    value: same ? `all constant (${late[0]} tensors)` : `${early.join(', ')} → ${late.join(', ')}`,
    aim: 'constant',
  };
}

export async function memoryRows(): Promise<Row[]> {
  await chooseBackend('wasm');
  const meter = new HeapMeter();
  const rows: Row[] = [];
  for (const preset of ['frames', 'quick', 'volume']) {
    for (const id of ['a', 'b'] as const) {
      rows.push(await peakRow({ kind: 'preset', preset, id }, meter));
    }
  }
  rows.push({
    what: 'Heap of the wasm module after these (it grows and never shrinks)',
    value: mebibytes(meter.heapBytes),
  });
  rows.push(await constantRow('classical', meter), await constantRow('one-way', meter));
  return rows;
}
