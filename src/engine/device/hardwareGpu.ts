/** The device of a hardware GPU, for what computes without a tensor library. */
import type { GpuDevice } from 'slimwave-waves/gpu/webgpu';
import { openDevice, probeAdapter } from './adapter.ts';
import { ASKED_FOR } from './patience.ts';

export class HardwareGpu {
  private opened?: Promise<GpuDevice>;

  /** One device for all who ask, and a fresh one after it was lost. Rejects with the end of a sentence. */
  device(): Promise<GpuDevice> {
    this.opened ??= this.open();
    return this.opened;
  }

  private async open(): Promise<GpuDevice> {
    const forget = () => {
      this.opened = undefined;
    };
    try {
      const adapter = await probeAdapter(ASKED_FOR);
      if (adapter.kind === 'none') {
        throw new Error(`${adapter.fault ?? 'this browser offers no GPU adapter'}.`);
      }
      if (adapter.kind === 'software') {
        throw new Error(
          `the WebGPU adapter (${adapter.name}) is software, slower than WebAssembly.`,
        );
      }
      const device = (await openDevice(ASKED_FOR)).device as GpuDevice;
      void device.lost.then(forget);
      return device;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
