/**
 * The page's side of the workers that check the backends: one worker to a backend, ended as soon as it has
 * answered or is stopped, so that it gives its memory and its GPU back.
 */
import type { DeviceCommand, DeviceEvent } from './deviceProtocol.ts';

export class DeviceClient {
  private worker?: Worker;

  constructor(private readonly onEvent: (event: DeviceEvent) => void) {}

  /** Checks a backend; what is being checked is given up without an event. */
  run(command: DeviceCommand): void {
    this.stop();
    const worker = new Worker(new URL('./device.worker.ts', import.meta.url), {
      type: 'module',
      name: `check of ${command.backend}`,
    });
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<DeviceEvent>) => {
      if (data.type !== 'started' && data.type !== 'outcomes') this.stop();
      this.onEvent(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.stop();
      const reason = event.message || 'it ended without a message';
      this.onEvent({ type: 'failed', message: `Its worker stopped (${reason}).` });
    };
    worker.postMessage(command);
  }

  /** Gives up what is being checked, at once and without an event. */
  stop(): void {
    if (!this.worker) return;
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.worker.terminate();
    this.worker = undefined;
  }
}
