/**
 * The page's handle on one worker of any kind, from start to end. It distinguishes three cases: a worker that can't be
 * started, one that dies, and one whose script is still loading. The last is kept: on a slow network the script may
 * arrive late, and everything posted before is still answered.
 *
 * Every worker script calls `announce` (lifeline.ts) as soon as it can answer.
 */
import { isAlive, watchLifeline, type Alive } from './lifeline.ts';

/** A script that has not arrived within this time is reported as late (ms). */
export const PATIENCE = 10_000;

export interface HostListener<E> {
  onMessage(event: E): void;
  /**
   * The worker has died and everything it held is lost; `reason` says why, without a full stop. The next command
   * starts another one.
   */
  onDeath(reason: string): void;
  /** True: the script is late. False: it is no longer awaited, because it arrived or the worker was ended. */
  onLate?(late: boolean): void;
}

const NOT_LOADED =
  'its script could not be loaded: the server does not have it, or a policy or an extension blocks it';

export class WorkerHost<C, E> {
  private worker?: Worker;
  /** Posted before the script had loaded: a replacement worker gets these commands again. */
  private unheard: { command: C; transfer: Transferable[] }[] = [];
  private alive = false;
  private late = false;
  private timer?: ReturnType<typeof setTimeout>;

  constructor(
    private readonly make: () => Worker,
    private readonly listener: HostListener<E>,
    private readonly patience = PATIENCE,
  ) {}

  /** Whether the script is late at present. */
  get isLate(): boolean {
    return this.late;
  }

  /** Starts the worker unless there is one. One that can't be created is reported as dead a moment later. */
  start(): void {
    if (this.worker) return;
    try {
      this.adopt(this.make());
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      this.end();
      setTimeout(() =>
        this.listener.onDeath(
          `the browser or a policy of the page does not allow workers: ${what}`,
        ),
      );
    }
  }

  /** Arrays in the command are copied unless their buffers are handed over with `transfer`. */
  post(command: C, transfer: Transferable[] = []): void {
    this.start();
    if (!this.worker) return;
    // Transferred arrays could not be posted twice; nothing is transferred to a worker that has not answered yet.
    if (!this.alive && transfer.length === 0) this.unheard.push({ command, transfer });
    this.worker.postMessage(command, { transfer });
  }

  /** Ends the worker at once; the next command starts another one. */
  end(): void {
    this.unheard = [];
    this.drop();
  }

  /** Tries once more to load a script that is late: what was posted meanwhile goes to the new worker. */
  again(): void {
    const waiting = this.unheard;
    this.end();
    this.start();
    for (const { command, transfer } of waiting) this.post(command, transfer);
  }

  private adopt(worker: Worker): void {
    this.worker = worker;
    this.alive = false;
    this.timer = setTimeout(() => this.markLate(true), this.patience);
    const die = (reason: string) => {
      if (worker !== this.worker) return;
      // Not replaced at once: a worker that can't be loaded would be replaced without end.
      this.end();
      this.listener.onDeath(reason);
    };
    worker.onmessage = ({ data }: MessageEvent<E | Alive>) => {
      this.hear();
      if (!isAlive(data)) this.listener.onMessage(data);
      else if (data.lock !== undefined) {
        watchLifeline(data.lock, () => die('the browser ended it'));
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      die(event.message || (this.alive ? 'it ended without a message' : NOT_LOADED));
    };
  }

  private hear(): void {
    if (this.alive) return;
    this.alive = true;
    this.unheard = [];
    clearTimeout(this.timer);
    this.markLate(false);
  }

  private markLate(late: boolean): void {
    if (late === this.late) return;
    this.late = late;
    this.listener.onLate?.(late);
  }

  private drop(): void {
    clearTimeout(this.timer);
    if (this.worker) {
      this.worker.onmessage = null;
      this.worker.onerror = null;
      this.worker.terminate();
      this.worker = undefined;
    }
    this.markLate(false);
  }
}
