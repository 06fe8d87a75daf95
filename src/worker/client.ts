/** The page's side of one worker: posts commands, passes on events, replaces a worker that died. */
import type { NetworkId } from '../engine/experiment/network.ts';
import { mediumFileOf } from '../engine/scene/mediumFile.ts';
import { WorkerHost } from './host.ts';
import {
  transferables,
  type Command,
  type LabEvent,
  type MediumCommand,
  type NetworkCommand,
  type SimulationCommand,
  type TurnEvent,
  type WorkerEvent,
} from './protocol.ts';

/**
 * Time for a cooperative stop (ms); a worker that takes longer is replaced. Stop promises 200 ms, and on a
 * busy machine a timer and the page take their share.
 */
const STOP_DEADLINE = 120;

export interface WorkerListener {
  onEvent(event: LabEvent): void;
  /** The worker has died, or was replaced or closed: pending requests will not be answered. */
  onGone?(): void;
  /** The worker died; everything it held is lost. The next command starts a new one. */
  onDeath(message: string): void;
  /** Its script is late, or not waited for any longer: see `HostListener`. */
  onLate?(late: boolean): void;
}

type BringMedium = { runId: number; network?: NetworkId } & MediumCommand;

abstract class WorkerClient<C extends Command> {
  /** Set once, before the first command. */
  listener?: WorkerListener;
  protected readonly host: WorkerHost<C | BringMedium, WorkerEvent>;
  /** Fingerprint of the background that the worker got last. */
  private brought?: string;

  constructor(start: () => Worker) {
    this.host = new WorkerHost(start, {
      onMessage: (event) => this.receive(event),
      onDeath: (reason) => {
        this.lose();
        this.listener?.onDeath(reason);
      },
      onLate: (late) => this.listener?.onLate?.(late),
    });
    this.host.start();
  }

  protected receive(event: WorkerEvent): void {
    if (event.type !== 'turn') this.listener?.onEvent(event);
  }

  /** Arrays in the command are copied unless `transfer` is set; transferred ones are empty afterwards. */
  post(command: C, { transfer = false } = {}): void {
    this.bringMedium(command);
    this.host.post(command, transfer ? transferables(command) : []);
  }

  /** A worker has backgrounds of its own: it gets that of a command's experiment before the command. */
  private bringMedium(command: C): void {
    if (!('experiment' in command)) return;
    const file = mediumFileOf(command.experiment.scene);
    if (!file || this.brought === file.fingerprint) return;
    this.brought = file.fingerprint;
    const { runId } = command;
    const network = 'network' in command ? command.network : undefined;
    this.host.post({ type: 'medium', runId, network, file });
  }

  /** A fresh worker instead of this one. */
  replace(): void {
    this.close();
    this.host.start();
  }

  /** Loads a script that is late once more; what was asked of it is still answered. */
  again(): void {
    if (this.host.isLate) this.host.again();
  }

  /** Ends the worker; the next command starts a new one. */
  close(): void {
    this.host.end();
    this.lose();
  }

  /** The worker is gone. */
  protected lose(): void {
    this.brought = undefined;
    this.listener?.onGone?.();
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

const ENDS: ReadonlySet<WorkerEvent['type']> = new Set(['paused', 'finished', 'failed']);

export class NetworkClient extends WorkerClient<NetworkCommand> {
  /** Called when a network asks for a turn, or gives it back. Set once, before the first command. */
  onTurn?: (event: TurnEvent) => void;
  private readonly pendingStops = new Map<NetworkId, PendingStop>();

  constructor(name: string) {
    super(
      () => new Worker(new URL('./network.worker.ts', import.meta.url), { type: 'module', name }),
    );
  }

  protected override receive(event: WorkerEvent): void {
    if (event.type === 'turn') this.onTurn?.(event);
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

  protected override lose(): void {
    this.settleStops(true);
    super.lose();
  }

  private settleStops(inTime: boolean): void {
    for (const pending of this.pendingStops.values()) pending.settle(inTime);
  }
}
