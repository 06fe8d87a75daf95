/** The device checks of the engine's backends, in Node: every operation against float64, in groups. */
import '@tensorflow/tfjs-backend-cpu';
import { deviceChecks, FULL, TINY, worstDeviation } from 'slimwave-kernels/checks';
import type { CheckOutcome } from 'slimwave-kernels/checks';
import { deviceFault } from 'slimwave-kernels/webgpu/deviceFaults';
import { SOFTWARE } from 'slimwave-kernels/webgpu/software';
import { chooseBackend } from '../src/engine/device/choose.ts';
import { machineName, wantedAgain, type BackendName } from '../src/engine/device/decide.ts';
import { Allowance } from './allowance.ts';
import { provideGpu } from './contestants/gpu.ts';
import { allowFusing } from './fused.ts';
import { milliseconds, type Row } from './table.ts';
import { sum } from '../src/engine/math.ts';

/** Other shapes and numbers each. Software GPUs need a minute for the smallest checks of one. */
const SEEDS = [1, 2, 3];

/** A row for every check that failed, and one for the group. */
function* groupRows(seed: number, outcomes: readonly CheckOutcome[]): Generator<Row> {
  const passed = outcomes.filter((outcome) => outcome.passed);
  for (const { group, name, shape, problem = 'It failed.' } of outcomes) {
    if (passed.some((one) => one.group === group && one.name === name)) continue;
    yield { what: `${group}, ${name} (${shape})`, value: problem, missed: true };
  }
  const worst = Math.max(...outcomes.map((one) => worstDeviation(one)?.fromReference ?? NaN));
  const time = milliseconds(sum(outcomes.map((one) => one.milliseconds)));
  yield {
    what: `${outcomes[0].group}, seed ${seed}`,
    value: `${passed.length} of ${outcomes.length} passed, off by ${worst.toExponential(1)} at most (${time})`,
    aim: `≤ ${outcomes[0].tolerance.toExponential(0)}`,
  };
}

/** All checks of one seed, a group at a time; the last row says how many there was no time for. */
async function* seedRows(seed: number, tiny: boolean, allowance: Allowance): AsyncGenerator<Row> {
  const waiting = deviceChecks(seed, tiny ? TINY : FULL);
  const groups = [...new Set(waiting.map(({ group }) => group))];
  let skipped = 0;
  for (const group of groups) {
    const outcomes: CheckOutcome[] = [];
    for (const check of waiting.filter((one) => one.group === group)) {
      if (allowance.left === 0) skipped++;
      else outcomes.push(await check.run());
    }
    if (outcomes.length > 0) yield* groupRows(seed, outcomes);
  }
  if (skipped === 0) return;
  yield { what: `seed ${seed}`, value: `${skipped} checks not made: no time was left` };
}

/** Starts a backend and returns its name. Rejects with a sentence if it is refused. */
async function choose(backend: BackendName, fma: boolean): Promise<string> {
  const chosen = await chooseBackend(wantedAgain(backend, fma));
  if (chosen.name !== backend) throw new Error(chosen.refused.join(' '));
  return machineName(chosen);
}

/** With fused multiply-adds, where there are any, and without, seed by seed. */
async function* wasmRows(allowance: Allowance): AsyncGenerator<Row> {
  const hasFma = (await choose('wasm', true)) !== (await choose('wasm', false));
  for (const seed of SEEDS) {
    for (const fma of hasFma ? [true, false] : [false]) {
      yield { what: 'Backend', value: await choose('wasm', fma) };
      yield* seedRows(seed, false, allowance);
    }
  }
}

/** The checks of a backend of this process. Rejects with a sentence where there is no such backend. */
export async function* checkRows(
  backend: 'wasm' | 'webgpu',
  allowance = new Allowance(),
): AsyncGenerator<Row> {
  if (backend === 'wasm') {
    allowFusing();
    yield* wasmRows(allowance);
    return;
  }
  const adapter = await provideGpu();
  await choose(backend, true);
  const tiny = SOFTWARE.test(adapter);
  yield { what: 'Adapter', value: adapter };
  for (const seed of tiny ? SEEDS.slice(0, 1) : SEEDS) yield* seedRows(seed, tiny, allowance);
  const fault = await deviceFault();
  if (fault !== undefined) yield { what: 'Fault of the device', value: fault, missed: true };
}
