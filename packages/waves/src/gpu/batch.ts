/**
 * Samples of one model side by side on a GPU, in single precision, with the formulas of the integrators: what `simulate` does one
 * after the other in double precision. Frames differ by some 1e-6 of their size.
 */
import type { Csr } from '../csr.ts';
import { drivenDisplacement, type Excitation } from '../scene/excitation.ts';
import { incomingAt } from '../scene/incoming.ts';
import { stepsBefore, type DrivenBoundary } from '../scene/integrate.ts';
import type { Model } from '../scene/model.ts';
import type { Timing } from '../scene/timing.ts';
import { ALIGNMENT, GpuMemory, programOf, type Program } from './device.ts';
import { DRIVEN, gpuModel, NODE, packed, SLOT, type GpuModel } from './model.ts';
import { frameShader, stepShader, workgroups } from './shader.ts';
import { startOf } from './start.ts';
import { Tables } from './tables.ts';
import { USAGE, type GpuDevice } from './webgpu.ts';

export interface Batch {
  model: Pick<Model, 'mesh' | 'system'>;
  timing: Timing;
  /** Interpolation to the points that are recorded. */
  points: Csr;
}

/** Steps that are submitted at once. */
const AT_ONCE = 64;
/** Numbers in the tables of these steps, at most: forces of any shape have many. */
const TABLES = 1 << 22;
/** A step without a number of its own. */
const NO_SLOT = 0xffffffff;
/** Bytes of `Moment` in the shader. */
const MOMENT = 12;

/** Samples on a GPU, all of one model. */
export class GpuBatch {
  private readonly model: GpuModel;

  constructor(
    readonly gpu: GpuDevice,
    private readonly batch: Batch,
  ) {
    this.model = gpuModel(batch.model.system, batch.timing.dt);
  }

  /** Samples that `run` takes at once, so that every array can be bound; 0 where not even one can. */
  get capacity(): number {
    const { timing, points } = this.batch;
    const { limits } = this.gpu;
    const { nodes, vectors, fluxes } = this.model.sizes;
    const largest = Math.max(vectors * nodes, 2 * fluxes, timing.outputTimes.length * points.rows);
    const bytes = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
    return Math.floor(bytes / (4 * largest));
  }

  /**
   * The frames of all samples, [frames, points] each, of at most `capacity` excitations. `boundary` moves driven nodes; otherwise
   * the excitations do. Rejects with the end of a sentence where the device fails.
   */
  async run(
    excitations: readonly Excitation[],
    boundary: DrivenBoundary = (sample, t, out) =>
      out.fill(drivenDisplacement(excitations[sample], t)),
  ): Promise<Float32Array[]> {
    const { gpu } = this;
    const memory = new GpuMemory(gpu);
    gpu.pushErrorScope('out-of-memory');
    gpu.pushErrorScope('validation');
    const lost = gpu.lost.then(({ message }) => {
      throw new Error(`the GPU stopped while it made samples (${message}).`);
    });
    const computed = Promise.race([this.compute(memory, excitations, boundary), lost]);
    const outcome = await computed.then(
      (frames) => ({ frames }),
      (error: unknown) => ({ error }),
    );
    const faults = Promise.all([gpu.popErrorScope(), gpu.popErrorScope()]);
    const [fault] = (await Promise.race([faults, lost]).finally(() => memory.destroy())).filter(
      (one) => one !== null,
    );
    if (fault) throw new Error(`the GPU could not make the samples (${fault.message}).`);
    if ('error' in outcome) throw outcome.error;
    return this.split(outcome.frames, excitations);
  }

  /** The frames of each sample, with the wave that comes in from outside. */
  private split(all: Float32Array, excitations: readonly Excitation[]): Float32Array[] {
    const { model, timing, points } = this.batch;
    const each = all.length / excitations.length;
    return excitations.map((excitation, sample) => {
      const frames = all.slice(sample * each, (sample + 1) * each);
      const incoming = incomingAt(excitation, model.mesh, points);
      if (!incoming) return frames;
      for (let k = 0; k < timing.outputTimes.length; k++) {
        const step = (timing.skipped + k) * timing.stepsPerOutput;
        incoming(step * timing.dt, frames.subarray(k * points.rows, (k + 1) * points.rows));
      }
      return frames;
    });
  }

  private async compute(
    memory: GpuMemory,
    excitations: readonly Excitation[],
    boundary: DrivenBoundary,
  ): Promise<Float32Array> {
    const { gpu, model, batch } = this;
    const { timing, points } = batch;
    const { dt, steps, outputTimes } = timing;
    const { nodes, fluxes, vectors } = model.sizes;
    const samples = excitations.length;
    for (const { scattered } of excitations) scattered?.prepare(steps * dt);
    const before = stepsBefore(excitations, dt);
    const tables = new Tables(model.sizes, excitations, boundary, dt);
    const atOnce = Math.max(1, Math.min(AT_ONCE, Math.floor(TABLES / Math.max(1, tables.width))));
    const moments = memory.empty(ALIGNMENT * (atOnce + 1), USAGE.uniform | USAGE.to);
    const uniform = { buffer: moments, bytes: MOMENT };
    const rows = new Float32Array(atOnce * Math.max(1, tables.width));
    const table = memory.empty(rows.byteLength, USAGE.storage | USAGE.to);
    const state = memory.filled(startOf(batch, model.sizes, tables, excitations, -before));
    const outBytes = 4 * outputTimes.length * points.rows * samples;
    const out = memory.empty(outBytes, USAGE.storage | USAGE.from);
    const step = await programOf(
      gpu,
      stepShader(model.sizes, tables.sizes),
      passesOf(model),
      uniform,
      [
        ...[model.starts, model.entries, this.nodesWith(tables), model.fluxes, tables.loads()].map(
          (data) => memory.filled(data),
        ),
        table,
      ],
      [state, memory.empty(Math.max(4, 8 * fluxes * samples))],
    );
    const at = packed([{ matrix: points, withDiagonal: true }]);
    const record = await programOf(
      gpu,
      frameShader(nodes, samples, points.rows, outputTimes.length),
      ['record'],
      uniform,
      [memory.filled(at.starts), memory.filled(at.entries), state],
      [out],
    );
    const grids = {
      step: passesOf(model).map((name) =>
        workgroups((name.startsWith('fluxes') ? fluxes : nodes) * samples),
      ),
      record: [workgroups(points.rows * samples)],
    };
    let submitted: Promise<unknown> = Promise.resolve();
    for (let first = -before; first <= steps; first += atOnce) {
      const end = Math.min(first + atOnce, steps + 1);
      rows.fill(0);
      for (let now = first; now < Math.min(end, steps); now++) {
        const k = (now - first) * tables.width;
        tables.fill(now * dt, rows.subarray(k, k + tables.width));
      }
      gpu.queue.writeBuffer(table, 0, rows);
      gpu.queue.writeBuffer(moments, 0, momentsFrom(first, end, before, timing, vectors));
      const encoder = gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (let now = first; now < end; now++) {
        const run = ({ group, pipelines }: Program, sizes: readonly [number, number][]) => {
          pass.setBindGroup(0, group, [(now - first) * ALIGNMENT]);
          pipelines.forEach((pipeline, k) => {
            pass.setPipeline(pipeline);
            pass.dispatchWorkgroups(...sizes[k]);
          });
        };
        if (frameAt(now, timing) !== undefined) run(record, grids.record);
        if (now < steps) run(step, grids.step);
      }
      pass.end();
      gpu.queue.submit([encoder.finish()]);
      // The tables of the next steps are made meanwhile; more would only fill the queue.
      await submitted;
      if (memory.destroyed) throw new Error('the GPU is not waited for any longer.');
      submitted = gpu.queue.onSubmittedWorkDone();
    }
    return memory.read(out, outBytes);
  }

  /** The numbers of the nodes, with the places of driven and of pushed ones in the tables. */
  private nodesWith({ pushed }: Tables): Uint32Array {
    const { nodes, kinds } = this.model;
    const { driven } = this.batch.model.system;
    const out = nodes.slice();
    for (let i = 0; i < kinds.length; i++) out[NODE * i + SLOT] = NO_SLOT;
    driven.forEach((node, k) => {
      out[NODE * node + SLOT] = k;
    });
    pushed.forEach((node, k) => {
      // What is prescribed does not heed forces.
      if ((kinds[node] & DRIVEN) === 0) out[NODE * node + SLOT] = k;
    });
    return out;
  }
}

/** The passes of a step; without a layer there are no fluxes. */
const passesOf = ({ sizes: { vectors, fluxes } }: GpuModel): string[] => {
  if (vectors === 3) return ['advance'];
  return fluxes > 0
    ? ['fluxesOfU', 'predict', 'fluxesOfMiddle', 'advance']
    : ['predict', 'advance'];
};

/** The number of the frame that is due before a step. */
function frameAt(step: number, { stepsPerOutput, skipped }: Timing): number | undefined {
  const frame = step / stepsPerOutput - skipped;
  return frame >= 0 && Number.isInteger(frame) ? frame : undefined;
}

/** `Moment` of these steps, at their offsets. */
function momentsFrom(
  first: number,
  end: number,
  before: number,
  timing: Timing,
  vectors: number,
): Uint32Array {
  const values = new Uint32Array(((end - first) * ALIGNMENT) / 4);
  for (let now = first; now < end; now++) {
    const u = vectors === 3 ? (now + before) % 2 : 0;
    values.set([now - first, frameAt(now, timing) ?? 0, u], ((now - first) * ALIGNMENT) / 4);
  }
  return values;
}
