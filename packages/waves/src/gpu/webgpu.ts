/** The part of WebGPU that a batch needs; the packages are compiled without the DOM. */

export interface GpuBuffer {
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

interface ComputePass {
  setPipeline(pipeline: object): void;
  setBindGroup(index: number, group: object, offsets?: number[]): void;
  dispatchWorkgroups(x: number, y?: number): void;
  end(): void;
}

interface CommandEncoder {
  beginComputePass(): ComputePass;
  copyBufferToBuffer(
    from: GpuBuffer,
    fromOffset: number,
    to: GpuBuffer,
    toOffset: number,
    size: number,
  ): void;
  finish(): object;
}

/** A `GPUDevice`. */
export interface GpuDevice {
  limits: { maxStorageBufferBindingSize: number; maxBufferSize: number };
  lost: Promise<{ message: string }>;
  /** Ends all work in progress; `lost` resolves. */
  destroy(): void;
  queue: {
    submit(commands: object[]): void;
    writeBuffer(to: GpuBuffer, offset: number, data: ArrayBufferView): void;
    onSubmittedWorkDone(): Promise<unknown>;
  };
  createBuffer(descriptor: { size: number; usage: number }): GpuBuffer;
  createShaderModule(descriptor: { code: string }): object;
  createBindGroupLayout(descriptor: { entries: object[] }): object;
  createPipelineLayout(descriptor: { bindGroupLayouts: object[] }): object;
  createComputePipelineAsync(descriptor: object): Promise<object>;
  createBindGroup(descriptor: { layout: object; entries: object[] }): object;
  createCommandEncoder(): CommandEncoder;
  pushErrorScope(filter: 'validation' | 'out-of-memory'): void;
  popErrorScope(): Promise<{ message: string } | null>;
}

/** Bits of `GPUBufferUsage`, `GPUShaderStage` and `GPUMapMode`. */
export const USAGE = { read: 1, from: 4, to: 8, uniform: 64, storage: 128 } as const;
export const COMPUTE = 4;
export const READ = 1;
