/** Counts of what one training step and one forecast ask of a GPU. */
import * as tf from '@tensorflow/tfjs-core';
import { pretendAdapter } from 'slimwave-kernels/webgpu/program';
import { registerWebGPUKernels } from 'slimwave-kernels/webgpu/register';
import { trainerOf } from '../contestants/ours.ts';
import type { Work } from '../work.ts';
import { provideCountingGpu, type CountingGpu, type GpuCounts } from './countingGpu.ts';

/** The first steps compile and upload; later ones are alike. */
const WARM_UP = 4;
const STEPS = 8;

/** Makes tfjs compute on a device that only counts, with kernels shaped as on hardware. */
export async function startCounting(): Promise<CountingGpu> {
  const gpu = provideCountingGpu();
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  registerWebGPUKernels();
  pretendAdapter('hardware');
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  type Arguments = ConstructorParameters<typeof WebGPUBackend>;
  const device = gpu.device as unknown as Arguments[0];
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, {} as Arguments[1]));
  if (!(await tf.setBackend('webgpu'))) throw new Error('tfjs could not be started.');
  return gpu;
}

export interface WorkCounts {
  /** The mean of several steps with the read-back of their errors, as the page takes them. */
  step: GpuCounts;
  /** One sample, with its read-back. */
  forecast: GpuCounts;
  /** Pipelines of both, compiled once. */
  pipelines: number;
  /** What the kernels of a step are called, in order. */
  names: readonly string[];
}

const divided = (counts: GpuCounts, by: number): GpuCounts =>
  Object.fromEntries(
    Object.entries(counts).map(([name, value]) => [name, (value as number) / by]),
  ) as unknown as GpuCounts;

export async function countsOf(
  gpu: CountingGpu,
  work: Pick<Work, 'batch' | 'source'>,
): Promise<WorkCounts> {
  gpu.reset();
  const trainer = trainerOf(work);
  const step = async (count: number) => {
    for (let i = 0; i < count; i++) trainer.trainStep();
    await trainer.takeBatchErrors();
  };
  await step(WARM_UP);
  const { pipelines } = gpu.reset();
  trainer.trainStep();
  const names = [...gpu.dispatched];
  await trainer.takeBatchErrors();
  gpu.reset();
  await step(STEPS);
  const steps = divided(gpu.reset(), STEPS);
  const input = new Float32Array(trainer.data.inputSize);
  for (let i = 0; i < WARM_UP; i++) await trainer.forecast(input);
  const more = gpu.reset().pipelines;
  await trainer.forecast(input);
  const forecast = gpu.reset();
  trainer.dispose();
  return { step: steps, forecast, pipelines: pipelines + more, names };
}
