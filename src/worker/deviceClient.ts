/**
 * The page's side of the workers that check the backends: one worker to a backend, ended as soon as it has
 * answered or is stopped, so that it gives its memory and its GPU back.
 */
import type { DeviceCommand, DeviceEvent } from './deviceProtocol.ts';
import { WorkerHost } from './host.ts';

export class DeviceClient {
  private readonly host: WorkerHost<DeviceCommand, DeviceEvent>;

  /** `onLate`: the worker's script is late, or not waited for any longer. */
  constructor(onEvent: (event: DeviceEvent) => void, onLate: (late: boolean) => void) {
    const start = () =>
      new Worker(new URL('./device.worker.ts', import.meta.url), {
        type: 'module',
        name: 'check of a backend',
      });
    this.host = new WorkerHost(start, {
      onMessage: (event) => {
        if (event.type !== 'started' && event.type !== 'outcomes') this.stop();
        onEvent(event);
      },
      onDeath: (reason) => onEvent({ type: 'failed', message: `Its worker stopped (${reason}).` }),
      onLate,
    });
  }

  /** Checks a backend; a check in progress is abandoned without an event. */
  run(command: DeviceCommand): void {
    this.stop();
    this.host.post(command);
  }

  /** Loads a script that is late once more. */
  again(): void {
    this.host.again();
  }

  /** Abandons the check in progress, at once and without an event. */
  stop(): void {
    this.host.end();
  }
}
