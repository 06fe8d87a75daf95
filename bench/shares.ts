/** Which share of a training step on wasm is arithmetic of convolutions, and what the rest is. */
import { chooseBackend } from '../src/engine/device/choose.ts';
import { specOf } from '../src/engine/experiment/network.ts';
import { presets } from '../src/engine/experiment/presets.ts';
import { median, sum } from '../src/engine/math.ts';
import { trainerOf } from './contestants/ours.ts';
import { KernelClock, parts, type Part, type StepTime } from './kernelClock.ts';
import { networkA, stackWork } from './stack.ts';
import { milliseconds, type Row } from './table.ts';
import type { Work } from './work.ts';

/** Steps between two read-backs of errors, as on the page; fewer where they take long. */
const BURST = 8;
const BURST_MS = 200;
const WARM_UP_MS = 300;
const WARM_UP_STEPS = 3;
const LEAST_BURSTS = 3;

/** What should be small next to the rest. */
const ASIDE: readonly Part[] = ['Adam', 'loss', 'JavaScript'];
const ASIDE_AIM = 0.1;

/** A network under its name; of any architecture. */
type Timed = Pick<Work, 'name' | 'source' | 'batch'>;

/** Returns the number of steps of a burst. */
async function warmUp(clock: KernelClock): Promise<number> {
  const began = performance.now();
  for (let steps = 1; ; steps++) {
    const { ms } = await clock.timeOf(1);
    if (steps < WARM_UP_STEPS || performance.now() - began < WARM_UP_MS) continue;
    return Math.max(1, Math.min(BURST, Math.round(BURST_MS / ms)));
  }
}

async function burstsOf(work: Timed, budgetMs: number): Promise<StepTime[]> {
  const trainer = trainerOf(work);
  const clock = new KernelClock(trainer);
  const bursts: StepTime[] = [];
  try {
    const steps = await warmUp(clock);
    const started = performance.now();
    while (bursts.length < LEAST_BURSTS || performance.now() - started < budgetMs) {
      bursts.push(await clock.timeOf(steps));
    }
  } finally {
    clock.stop();
    trainer.dispose();
  }
  return bursts;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The shares of a step in the faster half of all bursts: other programs disturb the slower one. */
export async function shareRow(work: Timed, budgetMs: number): Promise<Row> {
  const bursts = await burstsOf(work, budgetMs);
  const middle = median(bursts.map(({ ms }) => ms));
  const quick = bursts.filter(({ ms }) => ms <= middle);
  const whole = sum(quick.map(({ ms }) => ms));
  const share = (part: Part) => sum(quick.map(({ of }) => of[part])) / whole;
  const aside = sum(ASIDE.map(share));
  const list = parts
    .map((part) => ({ part, share: share(part) }))
    .filter((one) => one.share >= 0.0005)
    .map((one) => `${one.part} ${percent(one.share)}`);
  const { kernels } = quick[0];
  return {
    what: work.name,
    value: `${percent(aside)}${aside > ASIDE_AIM ? ' ▲' : ''} of ${milliseconds(whole / quick.length)} (${list.join(', ')}; ${kernels.toFixed(0)} kernels)`,
    aim: `≤ ${percent(ASIDE_AIM)}`,
  };
}

/** Network A, and both networks of every preset. */
export async function presetShareRows(): Promise<Row[]> {
  await chooseBackend('wasm');
  const rows: Row[] = [];
  for (const format of ['classical', 'one-way'] as const) {
    rows.push(
      await shareRow({ ...stackWork(networkA(format)), name: `Network A, ${format}` }, 800),
    );
  }
  for (const { id: preset, experiment } of presets) {
    for (const id of ['a', 'b'] as const) {
      const { format } = specOf(experiment, id);
      const { batch } = experiment.training;
      const source = { kind: 'preset', preset, id } as const;
      rows.push(await shareRow({ name: `${preset}, ${format}`, batch, source }, 800));
    }
  }
  return rows;
}
