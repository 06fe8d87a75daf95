/**
 * The page's side of the worker that computes the checks. A check cannot be interrupted between two messages,
 * and one step of it may take seconds: so stopping or replacing a check terminates its worker.
 */
import type { ChecksCommand, ChecksEvent } from './checksProtocol.ts';
import { WorkerHost } from './host.ts';

export class ChecksClient {
  private readonly host: WorkerHost<ChecksCommand, ChecksEvent>;
  /** The check that is being computed. */
  private id?: string;

  /** `onLate`: the worker's script is late, or not waited for any longer. */
  constructor(onEvent: (event: ChecksEvent) => void, onLate: (late: boolean) => void) {
    const start = () =>
      new Worker(new URL('./checks.worker.ts', import.meta.url), {
        type: 'module',
        name: 'checks',
      });
    this.host = new WorkerHost(start, {
      onMessage: (event) => {
        if (event.type !== 'progress') this.id = undefined;
        onEvent(event);
      },
      onDeath: (reason) => {
        const { id } = this;
        this.id = undefined;
        if (id) onEvent({ type: 'failed', id, message: `Its worker stopped (${reason}).` });
      },
      onLate,
    });
  }

  /** Computes a check; one that is being computed is given up without an event. */
  run(id: string): void {
    this.stop();
    this.id = id;
    this.host.post({ id });
  }

  /** Loads a script that is late once more. */
  again(): void {
    this.host.again();
  }

  /** Abandons what is being computed, without an event. */
  stop(): void {
    if (this.id === undefined) return;
    this.id = undefined;
    this.host.end();
  }
}
