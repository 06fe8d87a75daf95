/** Networks in Node: training steps. One thread. */
import { chooseBackend } from '../src/engine/device/choose.ts';
import { buildDataSets } from '../src/engine/data/samples.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { withValue } from '../src/engine/experiment/leaves.ts';
import type { Experiment } from '../src/engine/experiment/schema.ts';
import { planNetwork } from '../src/engine/nets/plan.ts';
import { TrainingSession } from '../src/engine/train/session.ts';
import { milliseconds, type Row } from './table.ts';
import { specOf } from '../src/engine/experiment/network.ts';

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
        what: `${preset.id}, ${specOf(experiment, id).format}, ${name}: training step`,
        value: `${milliseconds(stepMs)}, ${rate.toFixed(1)} GMAC/s`,
      });
      session.dispose();
    }
  }
  return rows;
}
