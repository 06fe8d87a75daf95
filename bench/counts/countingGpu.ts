/**
 * A WebGPU device that computes nothing and counts what it is asked for: how a step would be handed to a GPU
 * depends on neither the driver nor the numbers, so that it can be counted on any machine in milliseconds.
 * Everything that is read back is zero.
 */

export interface GpuCounts {
  dispatches: number;
  submissions: number;
  bindGroups: number;
  pipelines: number;
  buffers: number;
  /** Copies from buffer to buffer. */
  copies: number;
  /** Sizes of the storage buffers bound to dispatches, by what their kernels do with them. */
  bytesRead: number;
  bytesWritten: number;
  /** Numbers that come from the processor, uniforms included. */
  bytesUploaded: number;
}

const none = (): GpuCounts => ({
  dispatches: 0,
  submissions: 0,
  bindGroups: 0,
  pipelines: 0,
  buffers: 0,
  copies: 0,
  bytesRead: 0,
  bytesWritten: 0,
  bytesUploaded: 0,
});

interface Descriptor {
  size: number;
  usage: number;
  mappedAtCreation?: boolean;
}

/** In place of `GPUBuffer`: tfjs asks whether something is an instance of it. */
export class CountedBuffer {
  readonly size: number;
  readonly usage: number;
  mapState: 'mapped' | 'unmapped';

  constructor({ size, usage, mappedAtCreation = false }: Descriptor) {
    this.size = size;
    this.usage = usage;
    this.mapState = mappedAtCreation ? 'mapped' : 'unmapped';
  }

  mapAsync(): Promise<void> {
    this.mapState = 'mapped';
    return Promise.resolve();
  }

  getMappedRange(): ArrayBuffer {
    return new ArrayBuffer(this.size);
  }

  unmap(): void {
    this.mapState = 'unmapped';
  }

  destroy(): void {}
}

interface Pipeline {
  label: string;
  /** Bindings of storage buffers, and whether the kernel writes to them. */
  writes: ReadonlyMap<number, boolean>;
  getBindGroupLayout(): object;
}

interface BindGroup {
  entries: { binding: number; resource: { buffer: CountedBuffer; size?: number } }[];
}

const STORAGE = /@binding\((\d+)\)\s*var<storage,\s*(read_write|read)>/g;

function pipelineOf(code: string, label: string): Pipeline {
  const bindings = [...code.matchAll(STORAGE)].map(
    ([, binding, access]) => [Number(binding), access === 'read_write'] as const,
  );
  return { label, writes: new Map(bindings), getBindGroupLayout: () => ({}) };
}

interface PipelineDescriptor {
  compute: { module: { code: string } };
  label?: string;
}

export class CountingGpu {
  counts = none();
  /** Names of the pipelines that were dispatched, in order. */
  dispatched: string[] = [];

  readonly device = this.createDevice();

  /** Starts again from zero and returns the counts so far. */
  reset(): GpuCounts {
    const { counts } = this;
    this.counts = none();
    this.dispatched = [];
    return counts;
  }

  private createDevice() {
    return {
      features: new Set<string>(),
      adapterInfo: { vendor: 'counting', architecture: '', description: '' },
      // The least that WebGPU promises.
      limits: {
        maxStorageBuffersPerShaderStage: 8,
        maxComputeWorkgroupsPerDimension: 65535,
        maxComputeInvocationsPerWorkgroup: 256,
        maxComputeWorkgroupSizeX: 256,
        maxComputeWorkgroupStorageSize: 16384,
        maxStorageBufferBindingSize: 2 ** 27,
        minStorageBufferOffsetAlignment: 256,
        maxBufferSize: 2 ** 28,
      },
      lost: new Promise<never>(() => {}),
      queue: {
        submit: () => {
          this.counts.submissions++;
        },
        writeBuffer: (_buffer: object, _at: number, data: ArrayBufferView | ArrayBuffer) => {
          this.counts.bytesUploaded += data.byteLength;
        },
        onSubmittedWorkDone: () => Promise.resolve(undefined),
      },
      addEventListener: () => {},
      pushErrorScope: () => {},
      popErrorScope: () => Promise.resolve(null),
      createBuffer: (descriptor: Descriptor) => {
        this.counts.buffers++;
        if (descriptor.mappedAtCreation) this.counts.bytesUploaded += descriptor.size;
        return new CountedBuffer(descriptor);
      },
      createShaderModule: ({ code }: { code: string }) => ({ code }),
      createComputePipeline: (descriptor: PipelineDescriptor) => this.createPipeline(descriptor),
      createComputePipelineAsync: (descriptor: PipelineDescriptor) =>
        Promise.resolve(this.createPipeline(descriptor)),
      createBindGroup: (group: BindGroup): BindGroup => {
        this.counts.bindGroups++;
        return group;
      },
      createCommandEncoder: () => this.createEncoder(),
    };
  }

  private createPipeline({ compute, label = '' }: PipelineDescriptor): Pipeline {
    this.counts.pipelines++;
    return pipelineOf(compute.module.code, label);
  }

  private createEncoder() {
    return {
      beginComputePass: () => this.createPass(),
      copyBufferToBuffer: () => {
        this.counts.copies++;
      },
      finish: () => ({}),
    };
  }

  private createPass() {
    let pipeline: Pipeline | undefined;
    let group: BindGroup | undefined;
    return {
      setPipeline: (next: Pipeline) => {
        pipeline = next;
      },
      setBindGroup: (_index: number, next: BindGroup) => {
        group = next;
      },
      dispatchWorkgroups: () => {
        this.counts.dispatches++;
        this.dispatched.push(pipeline!.label);
        for (const { binding, resource } of group!.entries) {
          const writes = pipeline!.writes.get(binding);
          if (writes === undefined) continue;
          const bytes = resource.size ?? resource.buffer.size;
          this.counts[writes ? 'bytesWritten' : 'bytesRead'] += bytes;
        }
      },
      end: () => {},
    };
  }
}

/** Puts WebGPU's names where tfjs looks for them; call before '@tensorflow/tfjs-backend-webgpu' is imported. */
export function provideCountingGpu(): CountingGpu {
  const gpu = new CountingGpu();
  const usage = {
    MAP_READ: 1,
    MAP_WRITE: 2,
    COPY_SRC: 4,
    COPY_DST: 8,
    UNIFORM: 64,
    STORAGE: 128,
    QUERY_RESOLVE: 512,
  };
  Object.assign(globalThis, {
    GPUBuffer: CountedBuffer,
    GPUTexture: function GPUTexture() {},
    GPUBufferUsage: usage,
    GPUMapMode: { READ: 1, WRITE: 2 },
  });
  const navigator = (globalThis.navigator as object | undefined) ?? {};
  const requestAdapter = () => Promise.resolve(null);
  Object.defineProperty(navigator, 'gpu', { value: { requestAdapter }, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  return gpu;
}
