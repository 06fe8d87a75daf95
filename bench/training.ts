/** Networks in Node: training steps, memory. One thread. */
import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend } from '../src/engine/device/choose.ts';
import { buildDataSets } from '../src/engine/data/samples.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { withValue, type Experiment } from '../src/engine/experiment/schema.ts';
import { planNetwork } from '../src/engine/nets/plan.ts';
import { TrainingSession } from '../src/engine/train/session.ts';
import { milliseconds, type Row } from './table.ts';

/** Few samples: step times do not depend on how many there are. */
const small = (experiment: Experiment): Experiment =>
  withValue(withValue(experiment, 'data.train', 32), 'data.test', 8);

const TIMED_STEPS = 40;

export async function trainingRows(): Promise<Row[]> {
  const { name } = await chooseBackend('wasm');
  const rows: Row[] = [];
  for (const preset of presets) {
    const experiment = small(preset.experiment);
    const sets = buildDataSets(experiment);
    for (const id of ['a', 'b'] as const) {
      const session = new TrainingSession(experiment, id, sets);
      let stepMs = NaN;
      await session.run(
        TIMED_STEPS,
        () => false,
        (progress) => (stepMs = progress.stepMs),
      );
      const { macs } = planNetwork(experiment, id).totals;
      // Forward, input gradient and filter gradient cost the same multiply-accumulates each.
      const rate = (3 * macs * experiment.training.batch) / stepMs / 1e6;
      rows.push({
        what: `${preset.id}, ${experiment[id].format}, ${name}: training step`,
        value: `${milliseconds(stepMs)}, ${rate.toFixed(1)} GMAC/s`,
      });
      session.dispose();
    }
  }
  return rows;
}

/** Tensors and bytes early and 1,000 steps later, on a network small enough to get there. */
export async function memoryRows(): Promise<Row[]> {
  await chooseBackend('wasm');
  const experiment = withValue(
    withValue(small(presets[0].experiment), 'task.grid', 8),
    'training.steps',
    2000,
  );
  const sets = buildDataSets(experiment);
  const rows: Row[] = [];
  for (const id of ['a', 'b'] as const) {
    const session = new TrainingSession(experiment, id, sets);
    const at = async (step: number) => {
      await session.run(
        step,
        () => false,
        () => {},
      );
      const { numTensors, numBytes } = tf.memory();
      return { numTensors, numBytes };
    };
    const early = await at(10);
    const late = await at(1010);
    rows.push({
      what: `${experiment[id].format}: tensors and bytes at step 10 → 1010`,
      value: `${early.numTensors} → ${late.numTensors}, ${early.numBytes} → ${late.numBytes}`,
      aim: 'constant',
    });
    session.dispose();
  }
  return rows;
}
