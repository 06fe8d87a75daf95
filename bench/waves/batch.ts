/** `npm run bench -- batch`: samples side by side on WebGPU in Node (Dawn), against WebAssembly in one thread. */
import { SOFTWARE } from 'slimwave-kernels/webgpu/software';
import type { GpuDevice } from 'slimwave-waves/gpu/webgpu';
import { sampleParameters } from '../../src/engine/data/sampling.ts';
import { openDevice } from '../../src/engine/device/adapter.ts';
import { ASKED_FOR } from '../../src/engine/device/patience.ts';
import type { SampleParameters } from '../../src/engine/experiment/parameters.ts';
import { presets } from '../../src/engine/experiment/presets.ts';
import { sharesModel } from '../../src/engine/scene/sharing.ts';
import { Simulator } from '../../src/engine/scene/simulator.ts';
import { originOf } from '../../src/engine/tasks/index.ts';
import { Allowance } from '../allowance.ts';
import { provideGpu } from '../contestants/gpu.ts';
import { milliseconds, ratio, type Row } from '../table.ts';

/** Samples at once, and how often; a GPU in software has nothing but the processor, and no use for many. */
const HARDWARE = { sizes: [16, 64, 256], rounds: 3 };
const IN_SOFTWARE = { sizes: [2], rounds: 1 };
/** Samples that WebAssembly makes, four side by side. */
const ON_WASM = 8;
/** Largest difference that single precision may make, relative to the largest value of a sample. */
const APART = 1e-4;

/** The shortest of so many times (ms). */
async function shortest(rounds: number, work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    await work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

/** Largest difference of two records over the largest value. */
function apart(found: Float32Array, truth: Float32Array): number {
  let [difference, largest] = [0, 0];
  truth.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(found[i] - value));
    largest = Math.max(largest, Math.abs(value));
  });
  return difference / largest;
}

/**
 * All presets whose samples share one model, or only those that are named. Rejects with a sentence where there is no WebGPU.
 */
export async function* batchRows(
  only: readonly string[] = [],
  allowance = new Allowance(),
): AsyncGenerator<Row> {
  const name = await provideGpu();
  yield { what: 'Adapter', value: name };
  const gpu = (await openDevice(ASKED_FOR)).device as GpuDevice;
  const extent = SOFTWARE.test(name) ? IN_SOFTWARE : HARDWARE;
  for (const { id, experiment } of presets) {
    if (originOf(experiment).id !== 'scene' || !sharesModel(experiment)) continue;
    if (only.length > 0 && !only.includes(id)) continue;
    if (allowance.left === 0) {
      yield { what: id, value: 'no time was left' };
      continue;
    }
    const drawn = sampleParameters(experiment).train;
    const simulator = new Simulator(experiment);
    const { model, timing } = simulator.prepare(drawn[0]);
    yield* presetRows(id, simulator, drawn, model.mesh.x.length * timing.steps, gpu, extent);
    simulator.dispose();
  }
}

async function* presetRows(
  id: string,
  simulator: Simulator,
  drawn: readonly SampleParameters[],
  updates: number,
  gpu: GpuDevice,
  { sizes, rounds }: typeof HARDWARE,
): AsyncGenerator<Row> {
  const speed = (each: number) =>
    `${milliseconds(each)} a sample, ${(updates / each / 1000).toFixed(0)} M unknowns/s`;
  const some = drawn.slice(0, ON_WASM);
  const truth = simulator.targets(some);
  const wasm = (await shortest(rounds, async () => simulator.targets(some))) / some.length;
  yield { what: `${id}: WebAssembly, four side by side`, value: speed(wasm) };
  for (const size of sizes) {
    const samples = Array.from({ length: size }, (_, k) => drawn[k % drawn.length]);
    // The first run makes the matrices and compiles.
    const found = await simulator.targetsOn(gpu, samples);
    const each = (await shortest(rounds, () => simulator.targetsOn(gpu, samples))) / size;
    const worst = Math.max(...truth.slice(0, size).map((record, k) => apart(found[k], record)));
    yield {
      what: `${id}: WebGPU, ${size} side by side`,
      value: `${speed(each)}, ${ratio(wasm / each)} × as fast; apart by ${worst.toExponential(1)} of the largest value`,
      aim: `≤ ${APART.toExponential(0)}`,
      missed: worst > APART,
    };
  }
}
