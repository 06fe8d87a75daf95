/** What of a training step is Adam: steps with and without the update, in turn, in one process. */
import { OurRunner } from './contestants/ours.ts';
import { chooseBackend } from '../src/engine/device/choose.ts';
import { timesOf } from './statistics.ts';
import { milliseconds, type Row } from './table.ts';
import { networkA, presetWork, stackWork, type Work } from './work.ts';

const BURST = 8;
const ROUNDS = 12;
const WARM_UP_ROUNDS = 2;

/** Runs `call` while the optimizer leaves the weights alone; the gradients are computed all the same. */
async function withoutUpdate({ trainer }: OurRunner, call: () => Promise<void>): Promise<void> {
  const optimizer = Reflect.get(trainer, 'optimizer') as object;
  if (!('apply' in optimizer)) throw new Error('The optimizer has no update to leave out.');
  Object.defineProperty(optimizer, 'apply', { value: () => {}, configurable: true });
  try {
    await call();
  } finally {
    Reflect.deleteProperty(optimizer, 'apply');
  }
}

/** Milliseconds a step. */
async function timed(call: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await call();
  return (performance.now() - started) / BURST;
}

async function row(work: Work): Promise<Row> {
  const runner = new OurRunner(work);
  const burst = () => runner.run('train', BURST);
  const full: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const ms = [await timed(burst), await timed(() => withoutUpdate(runner, burst))];
    if (round < WARM_UP_ROUNDS) continue;
    full.push(ms[0]);
    bare.push(ms[1]);
  }
  runner.dispose();
  const [step, rest] = [timesOf(full).least, timesOf(bare).least];
  return {
    what: `${work.name}: Adam’s share of a step`,
    value: `${((1 - rest / step) * 100).toFixed(1)} % of ${milliseconds(step)}`,
    aim: '≤ 10 %',
  };
}

export async function optimizerRows(): Promise<Row[]> {
  await chooseBackend('wasm');
  const rows: Row[] = [];
  for (const format of ['classical', 'one-way'] as const) {
    const work = stackWork(networkA(format));
    rows.push(await row({ ...work, name: `Network A, ${format}` }));
  }
  for (const id of ['a', 'b'] as const) {
    rows.push(await row(presetWork({ kind: 'preset', preset: 'frames', id })));
  }
  return rows;
}
