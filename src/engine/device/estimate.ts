/** What a measurement on a part of the batch, within the time there is for it, says of a backend. */
import type { Experiment } from '../experiment/schema.ts';
import type { Compiling } from '../train/progress.ts';
import type { Adapter } from './adapter.ts';
import { isClearlyFaster, togetherMs, type BackendFigure, type BackendName } from './decide.ts';
import { compileAll, leastTime, measureSteps, samplesFor, type StepTimes } from './measure.ts';
import { idsOf } from '../experiment/network.ts';

/** What the backends are measured on. */
export interface Measured {
  experiment: Experiment;
  /** Logical processors. */
  cores: number;
  onCompiling?: (state: Compiling) => void;
  /** Resolves after a time (ms). */
  after: (ms: number) => Promise<unknown>;
}

/** Time for compiling the networks' shaders before they are measured (ms). */
const COMPILE_MS = 2000;
/** A step with a single sample that would take longer than this is not tried (ms). */
const LONGEST_MS = 100;

/** Multiply-accumulates per ms that can be relied on: how much work a measurement begins with. */
const PACE = { wasm: 8e6, webgpu: 5e7 } as const;

/** Its steps take seconds, and it is taken only where there is nothing to compare it with. */
export const CPU_NOTE = 'not measured: never faster than WebAssembly';

/**
 * The time of a whole batch (ms) from that of one sample and that of a part: a step's overhead does not grow with the
 * batch. The result is not less than the part's time and not more than that scaled, whatever the noise.
 */
export function extrapolate(one: number, part: number, samples: number, batch: number): number {
  const scaled = part / samples;
  const perSample = samples > 1 ? (part - one) / (samples - 1) : scaled;
  return part + Math.min(scaled, Math.max(0, perSample)) * (batch - samples);
}

/** Measures the current backend, against those that were measured before. */
export async function estimate(
  name: BackendName,
  adapter: Adapter,
  measured: Measured,
  before: readonly BackendFigure[],
): Promise<BackendFigure> {
  const { experiment, cores } = measured;
  if (name === 'cpu') return { name, note: CPU_NOTE };
  if (name === 'webgpu' && adapter.kind === 'software')
    return { name, note: 'a software adapter, too slow to be measured' };
  if (leastTime(experiment, PACE[name]) > LONGEST_MS) {
    return { name, note: 'a step would take too long to be measured' };
  }
  if (name === 'webgpu' && !(await compiled(measured, before.length > 0))) {
    return {
      name,
      note: `its shaders take longer than ${COMPILE_MS / 1000} s to compile; it will be measured again before the next run`,
      unfinished: true,
    };
  }
  const { batch } = experiment.training;
  const figure = (stepMs: StepTimes, samples: number): BackendFigure => ({
    name,
    stepMs,
    togetherMs: togetherMs(name, stepMs, cores),
    samples,
    batch,
  });
  const samples = samplesFor(experiment, PACE[name]);
  const part = await measureSteps(experiment, samples);
  if (samples === batch) return figure(part, samples);
  if (name === 'webgpu') {
    // A GPU takes hardly longer for more samples until it is full: scaling would wrong it.
    const rival = before.find(({ togetherMs: known }) => known !== undefined)?.togetherMs;
    if (rival === undefined || isClearlyFaster(togetherMs(name, part, cores), rival)) {
      return figure(await measureSteps(experiment, batch), batch);
    }
    return { ...figure(part, samples), atLeast: true };
  }
  const one = samples > 1 ? await measureSteps(experiment, 1) : part;
  const whole = idsOf(experiment).map((id) => [
    id,
    extrapolate(one[id]!, part[id]!, samples, batch),
  ]);
  return figure(Object.fromEntries(whole) as StepTimes, samples);
}

/**
 * Compiles the networks' shaders. To be compared, a GPU must not keep the user waiting: then false says that it was
 * not done in time.
 */
async function compiled(
  { experiment, onCompiling = () => {}, after }: Measured,
  inTime: boolean,
): Promise<boolean> {
  const done = compileAll(experiment, onCompiling).then(() => true);
  if (!inTime) return done;
  // What fails after the time is up is met again at the next attempt.
  done.catch(() => {});
  return Promise.race([done, after(COMPILE_MS).then(() => false)]);
}

/** A row for every backend: what was measured, or why it was not. */
export function unmeasured(
  working: readonly BackendFigure[],
  notes: Partial<Record<BackendName, string>>,
  wanted: BackendName | 'auto',
): BackendFigure[] {
  const choice = wanted === 'auto' ? 'not tried' : 'not tried, since you chose the backend';
  return (['webgpu', 'wasm', 'cpu'] as const).map(
    (name) => working.find((one) => one.name === name) ?? { name, note: notes[name] ?? choice },
  );
}
