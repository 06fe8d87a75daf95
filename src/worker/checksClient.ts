/**
 * The page's side of the worker that computes the checks. A check cannot be interrupted between two messages,
 * and one step of it may take seconds: what is stopped or pushed aside loses its worker, at once.
 */
import type { ChecksCommand, ChecksEvent } from './checksProtocol.ts';

export class ChecksClient {
  private worker?: Worker;
  /** The check that is being computed. */
  private id?: string;

  constructor(private readonly onEvent: (event: ChecksEvent) => void) {}

  /** Computes a check; one that is being computed is given up without an event. */
  run(id: string): void {
    this.stop();
    this.worker ??= this.spawn();
    this.id = id;
    const command: ChecksCommand = { id };
    this.worker.postMessage(command);
  }

  /** Gives up what is being computed, without an event. */
  stop(): void {
    if (this.id !== undefined) this.drop();
  }

  private spawn(): Worker {
    const worker = new Worker(new URL('./checks.worker.ts', import.meta.url), {
      type: 'module',
      name: 'checks',
    });
    worker.onmessage = ({ data }: MessageEvent<ChecksEvent>) => {
      if (data.type !== 'progress') this.id = undefined;
      this.onEvent(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const { id } = this;
      this.drop();
      const reason = event.message || 'it ended without a message';
      if (id) this.onEvent({ type: 'failed', id, message: `Its worker stopped (${reason}).` });
    };
    return worker;
  }

  private drop(): void {
    this.id = undefined;
    if (!this.worker) return;
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.worker.terminate();
    this.worker = undefined;
  }
}
