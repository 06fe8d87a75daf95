import { chooseBackend } from '../engine/backend/choose.ts';
import { DataSets } from '../engine/data/dataset.ts';
import { simulateSamples } from '../engine/data/samples.ts';
import { formatFieldValue } from '../engine/experiment/fields.ts';
import { getValue, leaves, type Experiment, type NetworkId } from '../engine/experiment/schema.ts';
import { Simulator } from '../engine/fem/simulator.ts';
import { planNetwork } from '../engine/nets/plan.ts';
import { TrainingSession, type CurvePoint } from '../engine/train/session.ts';
import { UsageError, type Invocation } from './arguments.ts';

/** Progress lines at most this often (ms). */
const PROGRESS_INTERVAL = 1000;

function progressLine(): (text: string, last?: boolean) => void {
  let printed = 0;
  return (text, last = false) => {
    const now = performance.now();
    if (!last && now - printed < PROGRESS_INTERVAL) return;
    printed = now;
    process.stderr.write(`${text}\n`);
  };
}

function checkBackend({ backend }: Experiment): void {
  if (backend === 'webgpu') {
    throw new UsageError('WebGPU needs a browser; use --backend wasm, cpu or auto here.');
  }
}

function makeData(experiment: Experiment): { sets: DataSets; milliseconds: number } {
  const report = progressLine();
  const started = performance.now();
  const sets = new DataSets(experiment);
  for (const { set, sources, fields, done, total } of simulateSamples(
    experiment,
    new Simulator(experiment),
  )) {
    sets.append(set, sources, fields);
    report(`simulated ${done} of ${total} samples`, done === total);
  }
  return { sets, milliseconds: performance.now() - started };
}

async function trainNetwork(experiment: Experiment, id: NetworkId, sets: DataSets) {
  const { steps } = experiment.training;
  const report = progressLine();
  const curve: CurvePoint[] = [];
  const session = new TrainingSession(experiment, id, sets);
  const started = performance.now();
  await session.run(
    steps,
    () => false,
    ({ step, points, stepMs }) => {
      curve.push(...points);
      report(
        `network ${id}: step ${step} of ${steps}, ${(100 * (curve.at(-1)?.train ?? 1)).toFixed(1)} % batch error, ${stepMs.toFixed(1)} ms a step`,
        step === steps,
      );
    },
  );
  const trainMs = performance.now() - started;
  const result = await session.result();
  session.dispose();
  const { format, rate, rank } = experiment[id];
  const { totals } = planNetwork(experiment, experiment[id]);
  return { format, rank, rate, ...totals, ...result, trainMs, curve };
}

/** Makes the data and trains both networks one after the other. Errors are relative L2, times in ms. */
export async function trainReport({ experiment, preset }: Invocation) {
  checkBackend(experiment);
  const backend = await chooseBackend(experiment.backend);
  process.stderr.write(`backend ${backend.name}: ${backend.reason}\n`);
  const { sets, milliseconds } = makeData(experiment);
  return {
    preset,
    settings: Object.fromEntries(
      leaves.map(({ key, field }) => [key, formatFieldValue(field, getValue(experiment, key))]),
    ),
    backend,
    dataset: { ...experiment.data, scale: sets.scale, milliseconds },
    networks: {
      a: await trainNetwork(experiment, 'a', sets),
      b: await trainNetwork(experiment, 'b', sets),
    },
  };
}
