/**
 * In place of tfjs's buffer manager while a step is recorded: what the step takes stays with the recording, so that nothing
 * else writes to it. Within the step buffers are used again as usual, except those whose numbers come from the
 * processor, constants and uniforms, which later replays need as they are.
 */
import type { BufferManager, GpuBuffer } from './program.ts';

/** GPUBufferUsage.UNIFORM, which Node has not. */
const UNIFORM = 64;

export class PinnedBuffers implements BufferManager {
  private readonly owned = new Set<GpuBuffer>();
  private readonly constants = new Set<GpuBuffer>();
  private readonly mapped = new Set<GpuBuffer>();
  private readonly inUse = new Set<GpuBuffer>();
  private readonly free: GpuBuffer[] = [];

  constructor(private readonly manager: BufferManager) {}

  // tfjs's count of memory asks for them.
  get numBytesUsed(): number {
    return this.manager.numBytesUsed;
  }

  get freeBuffers(): Map<string, GpuBuffer[]> {
    return this.manager.freeBuffers;
  }

  get numBytesAllocated(): number {
    return this.manager.numBytesAllocated;
  }

  acquireBuffer(size: number, usage: number, mapped = false): GpuBuffer {
    const isConstant = mapped || (usage & UNIFORM) > 0;
    const at = isConstant
      ? -1
      : this.free.findIndex((one) => one.size === size && one.usage === usage);
    // When it is given back, tfjs looks for a list of its like, which it makes only for those that it takes from there.
    const { freeBuffers } = this.manager;
    const kind = `${size}_${usage}`;
    if (!freeBuffers.has(kind)) freeBuffers.set(kind, []);
    // A new one for numbers from the processor: into an old one tfjs copies them, which would have to be recorded.
    const buffer =
      at >= 0
        ? this.free.splice(at, 1)[0]
        : this.manager.acquireBuffer(size, usage, mapped, !mapped);
    this.owned.add(buffer);
    this.inUse.add(buffer);
    if (isConstant) this.constants.add(buffer);
    if (mapped) this.mapped.add(buffer);
    return buffer;
  }

  releaseBuffer(buffer: GpuBuffer, reuse = true): void {
    if (!this.owned.has(buffer)) {
      this.manager.releaseBuffer(buffer, reuse);
      return;
    }
    this.inUse.delete(buffer);
    if (!this.constants.has(buffer)) this.free.push(buffer);
  }

  has(buffer: GpuBuffer): boolean {
    return this.owned.has(buffer);
  }

  /** What nobody has given back. */
  get kept(): ReadonlySet<GpuBuffer> {
    return this.inUse;
  }

  /**
   * Gives all buffers back to tfjs, except those that somebody still holds and gives back later. Those that were new for
   * their numbers are freed: the next recording takes new ones again, and tfjs would keep more and more of them.
   */
  giveBack(held: ReadonlySet<GpuBuffer>): void {
    for (const buffer of this.owned) {
      if (!held.has(buffer)) this.manager.releaseBuffer(buffer, !this.mapped.has(buffer));
    }
    this.owned.clear();
  }
}
