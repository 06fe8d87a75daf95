/** The page's side of one worker: posts commands, passes on events, replaces a worker that died. */
import type { NetworkId } from '../engine/experiment/schema.ts';
import { watchLifeline } from './lifeline.ts';
import {
  transferables,
  type Command,
  type LabEvent,
  type NetworkCommand,
  type SimulationCommand,
} from './protocol.ts';

/**
 * Time for a cooperative stop (ms); a worker that takes longer is replaced. Stop promises 200 ms, and on a
 * busy machine a timer and the page take their share.
 */
const STOP_DEADLINE = 120;

export interface WorkerListener {
  onEvent(event: LabEvent): void;
  /** The worker died by itself; everything it held is lost. The next command starts a new one. */
  onDeath(message: string): void;
}

abstract class WorkerClient<C extends Command> {
  /** Set once, before the first command. */
  listener?: WorkerListener;
  private worker?: Worker;

  constructor(private readonly start: () => Worker) {
    this.worker = this.spawn();
  }

  private spawn(): Worker {
    const worker = this.start();
    const die = (message: string) => {
      if (worker !== this.worker) return;
      // Not replaced at once: a worker that can't be loaded would be replaced without end.
      this.drop();
      this.listener?.onDeath(message);
    };
    worker.onmessage = ({ data: event }: MessageEvent<LabEvent>) => {
      if (event.type === 'alive') watchLifeline(event.lock, () => die('the browser ended it'));
      else this.receive(event);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      die(event.message || 'it ended without a message');
    };
    return worker;
  }

  protected receive(event: LabEvent): void {
    this.listener?.onEvent(event);
  }

  /** Arrays in the command are copied unless `transfer` is set; transferred ones are empty afterwards. */
  post(command: C, { transfer = false } = {}): void {
    this.worker ??= this.spawn();
    this.worker.postMessage(command, { transfer: transfer ? transferables(command) : [] });
  }

  /** A fresh worker instead of this one. */
  replace(): void {
    this.drop();
    this.worker = this.spawn();
  }

  /** Ends the worker; the next command starts a new one. */
  close(): void {
    this.drop();
  }

  protected drop(): void {
    if (!this.worker) return;
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.worker.terminate();
    this.worker = undefined;
  }
}

export class SimulationClient extends WorkerClient<SimulationCommand> {
  constructor(name: string) {
    super(
      () =>
        new Worker(new URL('./simulation.worker.ts', import.meta.url), { type: 'module', name }),
    );
  }
}

interface PendingStop {
  runId: number;
  stopped: Promise<boolean>;
  settle(inTime: boolean): void;
}

const ENDS: ReadonlySet<LabEvent['type']> = new Set(['paused', 'finished', 'failed']);

export class NetworkClient extends WorkerClient<NetworkCommand> {
  private readonly pendingStops = new Map<NetworkId, PendingStop>();

  constructor(name: string) {
    super(
      () => new Worker(new URL('./network.worker.ts', import.meta.url), { type: 'module', name }),
    );
  }

  protected override receive(event: LabEvent): void {
    const pending = event.network && this.pendingStops.get(event.network);
    if (pending && ENDS.has(event.type) && event.runId === pending.runId) pending.settle(true);
    super.receive(event);
  }

  /**
   * Asks the worker to pause a network and resolves to true once it has. If it does not within the deadline, it is
   * replaced and false is returned, for every network that was to stop in it: what it held is lost. Asking again
   * while one answer is due gives the same answer.
   */
  stop(runId: number, network: NetworkId): Promise<boolean> {
    const asked = this.pendingStops.get(network);
    if (asked?.runId === runId) return asked.stopped;
    let resolve: (inTime: boolean) => void = () => {};
    const stopped = new Promise<boolean>((settle) => {
      resolve = settle;
    });
    const timer = setTimeout(() => this.giveUp(), STOP_DEADLINE);
    const pending: PendingStop = {
      runId,
      stopped,
      settle: (inTime) => {
        clearTimeout(timer);
        this.pendingStops.delete(network);
        resolve(inTime);
      },
    };
    this.pendingStops.set(network, pending);
    this.post({ type: 'pause', runId, network });
    return stopped;
  }

  private giveUp(): void {
    this.settleStops(false);
    this.replace();
  }

  protected override drop(): void {
    super.drop();
    this.settleStops(true);
  }

  private settleStops(inTime: boolean): void {
    for (const pending of this.pendingStops.values()) pending.settle(inTime);
  }
}
