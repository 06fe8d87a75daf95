/**
 * The page's side of one worker: posts commands, passes on events, replaces a worker that died or that
 * does not stop in time.
 */
import { transferables, type Command, type LabEvent } from './protocol.ts';

/** Time for a cooperative stop (ms); a worker that takes longer is replaced. Stop promises 200 ms. */
const STOP_DEADLINE = 170;

export interface WorkerListener {
  onEvent(event: LabEvent): void;
  /** The worker died by itself and was replaced; everything it held is lost. */
  onDeath(message: string): void;
}

export class WorkerClient {
  private worker: Worker;

  /** Set once, before the first command. */
  listener?: WorkerListener;

  constructor(private readonly name: string) {
    this.worker = this.spawn();
  }

  private spawn(): Worker {
    const worker = new Worker(new URL('./lab.worker.ts', import.meta.url), {
      type: 'module',
      name: this.name,
    });
    worker.onmessage = (message: MessageEvent<LabEvent>) => {
      this.onStopped?.(message.data);
      this.listener?.onEvent(message.data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.replace();
      this.listener?.onDeath(event.message || 'it ended without a message');
    };
    return worker;
  }

  private onStopped?: (event: LabEvent) => void;

  /** Arrays in the command are copied unless `transfer` is set; transferred ones are empty afterwards. */
  post(command: Command, { transfer = false } = {}): void {
    this.worker.postMessage(command, { transfer: transfer ? transferables(command) : [] });
  }

  /**
   * Asks the worker to pause and resolves to true once it has. If it does not within the deadline, it is
   * replaced and false is returned: what it held is lost.
   */
  stop(runId: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.onStopped = undefined;
        this.replace();
        resolve(false);
      }, STOP_DEADLINE);
      this.onStopped = ({ type }) => {
        if (type !== 'paused' && type !== 'finished' && type !== 'failed') return;
        clearTimeout(timer);
        this.onStopped = undefined;
        resolve(true);
      };
      this.post({ type: 'pause', runId });
    });
  }

  /** A fresh worker instead of this one. */
  replace(): void {
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.worker.terminate();
    this.worker = this.spawn();
  }
}
