/** Buffers and programs on a GPU. */
import { COMPUTE, READ, USAGE, type GpuBuffer, type GpuDevice } from './webgpu.ts';

/** Offsets into uniform buffers are multiples of it on every device (bytes). */
export const ALIGNMENT = 256;

export interface Program {
  group: object;
  pipelines: readonly object[];
}

/** Everything that is made through it lives until `destroy`. */
export class GpuMemory {
  private readonly buffers: GpuBuffer[] = [];
  /** Whether nobody waits for what is computed with it any more. */
  destroyed = false;

  constructor(readonly gpu: GpuDevice) {}

  empty(bytes: number, usage: number = USAGE.storage): GpuBuffer {
    const buffer = this.gpu.createBuffer({ size: bytes, usage });
    this.buffers.push(buffer);
    return buffer;
  }

  filled(data: ArrayBufferView, usage: number = USAGE.storage): GpuBuffer {
    const buffer = this.empty(data.byteLength, usage | USAGE.to);
    this.gpu.queue.writeBuffer(buffer, 0, data);
    return buffer;
  }

  /** The values of a buffer that may be copied. */
  async read(buffer: GpuBuffer, bytes: number): Promise<Float32Array> {
    const { gpu } = this;
    const copy = this.empty(bytes, USAGE.read | USAGE.to);
    const encoder = gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, copy, 0, bytes);
    gpu.queue.submit([encoder.finish()]);
    await copy.mapAsync(READ);
    const values = new Float32Array(copy.getMappedRange().slice(0));
    copy.unmap();
    return values;
  }

  destroy(): void {
    this.destroyed = true;
    for (const buffer of this.buffers) buffer.destroy();
    this.buffers.length = 0;
  }
}

/**
 * The functions of a shader. Its bindings are a uniform buffer, of which a dynamic offset chooses `bytes`, then buffers that are
 * read, and those that are written.
 */
export async function programOf(
  gpu: GpuDevice,
  code: string,
  names: readonly string[],
  uniform: { buffer: GpuBuffer; bytes: number },
  read: readonly GpuBuffer[],
  written: readonly GpuBuffer[],
): Promise<Program> {
  const types = [...read.map(() => 'read-only-storage'), ...written.map(() => 'storage')];
  const layout = gpu.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: COMPUTE, buffer: { type: 'uniform', hasDynamicOffset: true } },
      ...types.map((type, k) => ({ binding: k + 1, visibility: COMPUTE, buffer: { type } })),
    ],
  });
  const module = gpu.createShaderModule({ code });
  const pipelineLayout = gpu.createPipelineLayout({ bindGroupLayouts: [layout] });
  const pipelines = await Promise.all(
    names.map((entryPoint) =>
      gpu.createComputePipelineAsync({ layout: pipelineLayout, compute: { module, entryPoint } }),
    ),
  );
  const group = gpu.createBindGroup({
    layout,
    entries: [
      { binding: 0, resource: { buffer: uniform.buffer, size: uniform.bytes } },
      ...[...read, ...written].map((buffer, k) => ({ binding: k + 1, resource: { buffer } })),
    ],
  });
  return { group, pipelines };
}
