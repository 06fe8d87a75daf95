/** What a measurement on a part of the batch, within the time there is for it, says of a backend. */
import type { Experiment } from '../experiment/schema.ts';
import { planNetwork } from '../nets/plan.ts';
import type { Adapter } from './adapter.ts';
import type { Measured } from './choose.ts';
import { isClearlyFaster, togetherMs, type BackendFigure, type BackendName } from './decide.ts';
import { compileBoth, measureSteps, samplesFor, type StepTimes } from './measure.ts';

/** Time for compiling the networks' shaders before they are measured (ms). */
const COMPILE_MS = 2000;
/** A step with a single sample that would take longer than this is not tried (ms). */
const LONGEST_MS = 300;

/** Multiply-accumulates per ms that can be relied on. */
function paceOf(name: BackendName, adapter: Adapter): number {
  if (name === 'cpu') return 2e5;
  if (name === 'wasm') return 4e6;
  return adapter.kind === 'software' ? 5e4 : 5e7;
}

/** A forward pass and two gradients with one sample, of the costlier network (MACs). */
const leastWork = (experiment: Experiment): number =>
  3 * Math.max(...(['a', 'b'] as const).map((id) => planNetwork(experiment, id).totals.macs));

const times = (factor: number, { a, b }: StepTimes): StepTimes => ({
  a: factor * a,
  b: factor * b,
});

/** Measures the current backend, against those that were measured before. */
export async function estimate(
  name: BackendName,
  adapter: Adapter,
  measured: Measured,
  before: readonly BackendFigure[],
): Promise<BackendFigure> {
  const { experiment, cores, onCompiling = () => {} } = measured;
  if (leastWork(experiment) / paceOf(name, adapter) > LONGEST_MS) {
    return { name, note: 'a step would take too long to be measured' };
  }
  const compiled = compileBoth(experiment, onCompiling).then(() => true);
  // Asked for, it is waited for; to be compared, it must not keep the user waiting.
  if (!(await (before.length > 0 ? inTime(compiled, measured) : compiled))) {
    return {
      name,
      note: `its shaders take longer than ${COMPILE_MS / 1000} s to compile; it is measured again before the next run`,
      unfinished: true,
    };
  }
  const { batch } = experiment.training;
  const samples = samplesFor(experiment);
  const part = await measureSteps(experiment, samples);
  const figure = (stepMs: StepTimes, more: Partial<BackendFigure> = {}): BackendFigure => ({
    name,
    stepMs,
    togetherMs: togetherMs(name, stepMs, cores),
    samples,
    batch,
    ...more,
  });
  if (samples === batch) return figure(part);
  // A GPU takes hardly longer for more samples until it is full: scaling would wrong it.
  if (name !== 'webgpu' || adapter.kind === 'software') return figure(times(batch / samples, part));
  const [rival] = before.flatMap((one) => one.togetherMs ?? []);
  if (rival !== undefined && !isClearlyFaster(togetherMs(name, part, cores), rival)) {
    return figure(part, { atLeast: true });
  }
  return figure(await measureSteps(experiment, batch), { samples: batch });
}

function inTime(compiled: Promise<boolean>, { after }: Measured): Promise<boolean> {
  // What fails after the time is up is met again at the next attempt.
  compiled.catch(() => {});
  return Promise.race([compiled, after(COMPILE_MS).then(() => false)]);
}

/** A row for every backend: what was measured, or why it was not. */
export function unmeasured(
  working: readonly BackendFigure[],
  notes: Partial<Record<BackendName, string>>,
  wanted: Experiment['backend'],
): BackendFigure[] {
  const choice = wanted === 'auto' ? 'not tried' : 'not tried, since you chose the backend';
  return (['webgpu', 'wasm', 'cpu'] as const).map(
    (name) => working.find((one) => one.name === name) ?? { name, note: notes[name] ?? choice },
  );
}
