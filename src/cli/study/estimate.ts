/** How long a study takes: said before, and while it runs. */
import { measureSteps } from '../../engine/device/measure.ts';
import { withSpec, specOf } from '../../engine/experiment/network.ts';
import { mean } from '../../engine/math.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import type { Run } from './plan.ts';
import type { RunResult } from './result.ts';

/** Longer than this a study should be divided (s). */
const LONG = 24 * 3600;

const units: readonly (readonly [from: number, seconds: number, unit: string])[] = [
  [2 * LONG, 24 * 3600, 'days'],
  [5400, 3600, 'h'],
  [90, 60, 'min'],
  [0, 1, 's'],
];

/** A time as a person says it, such as `40 min`. */
export function durationText(seconds: number): string {
  const [, size, unit] = units.find(([from]) => seconds >= from)!;
  const value = seconds / size;
  return `${unit === 'h' || unit === 'days' ? Number(value.toPrecision(2)) : Math.ceil(value)} ${unit}`;
}

type Network = Pick<Run, 'preset' | 'role' | 'format' | 'keep'>;

const networkOf = ({ preset, role, format, keep }: Network): string =>
  [preset, role, format, keep].join('|');

/** Seconds that runs take, those of networks that have run before as long as then, all others as long as the bound. */
export function totalSeconds(
  due: readonly Run[],
  known: readonly RunResult[],
  bound: (run: Run) => number,
): number {
  const before = new Map<string, number[]>();
  for (const result of known) {
    if (result.seconds === undefined) continue;
    const key = networkOf(result);
    before.set(key, [...(before.get(key) ?? []), result.seconds]);
  }
  return due.reduce((total, run) => {
    const times = before.get(networkOf(run));
    return total + (times ? mean(times) : bound(run));
  }, 0);
}

/**
 * Measures a training step of every task's classical network, which a compressed one rarely exceeds, and returns what
 * estimates runs from it and from the results that there are by then.
 */
export async function estimateStudy(
  due: readonly Run[],
): Promise<(due: readonly Run[], known: readonly RunResult[]) => number> {
  const stepMs = new Map<string, number>();
  for (const { preset, experiment } of due) {
    if (stepMs.has(preset)) continue;
    const classical = withSpec(experiment, 'a', {
      ...specOf(experiment, 'b'),
      width: 'full',
      route: 'before',
      format: 'classical',
    });
    const { a } = await measureSteps(
      { ...classical, networks: [specOf(classical, 'a')] },
      experiment.training.batch,
    );
    stepMs.set(preset, a!);
  }
  return (runs, known) =>
    totalSeconds(
      runs,
      known,
      (run) => (stepsOf(run.experiment, 'b') * stepMs.get(run.preset)!) / 1000,
    );
}

export function estimateText(count: number, seconds: number): string {
  const time = `The ${count} runs take about ${durationText(seconds)} at most, one after the other.`;
  if (seconds <= LONG) return time;
  return `${time} That is longer than a day. Each run is kept when it is done, so the study can be stopped at any time and continued; --shard or --slurm divide it, and fewer --seeds or --keep make it smaller.`;
}
