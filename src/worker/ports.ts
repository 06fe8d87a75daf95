/**
 * The page's way to its networks, whichever worker they are in: one each, so that several cores train several
 * networks, or one for all where they share a GPU, which has one queue anyway and computes only one thing at a time.
 *
 * A worker is started with the first command to its network. Networks in separate workers take turns if there are
 * more of them than cores: see `turns.ts`.
 */
import type { NetworkId } from '../engine/experiment/network.ts';
import type { NetworkClient, WorkerListener } from './client.ts';
import type { NetworkRequest } from './protocol.ts';
import { Turns, type TurnMessage } from './turns.ts';

/** One network; it looks as if it had its own worker. */
export class NetworkPort {
  /** Set once, before the first command. A worker that dies is reported to all its networks. */
  listener?: WorkerListener;

  constructor(
    private readonly id: NetworkId,
    private readonly workers: Workers,
  ) {}

  /** Arrays in the request are copied unless `transfer` is set; transferred ones are empty afterwards. */
  post(request: NetworkRequest, options: { transfer?: boolean } = {}): void {
    this.workers.enter(this.id).post({ ...request, network: this.id }, options);
  }

  /** See `NetworkClient.stop`. */
  async stop(runId: number): Promise<boolean> {
    return this.workers.of(this.id)?.stop(runId, this.id) ?? true;
  }

  /** A fresh worker for this network and all networks that share its worker. */
  replace(): void {
    this.workers.of(this.id)?.replace();
  }

  /** See `WorkerClient.again`. */
  again(): void {
    this.workers.of(this.id)?.again();
  }

  /** The network is removed: its worker ends, or what a shared one holds of it is freed. The next command starts afresh. */
  close(): void {
    this.workers.leave(this.id);
  }
}

/** Where the networks that share a worker are. */
const HOME: NetworkId = 'a';

/** Which worker each network is in. */
class Workers {
  shared = false;
  private readonly clients = new Map<NetworkId, NetworkClient>();
  /** Networks that their current worker knows. */
  private readonly inside = new Set<NetworkId>();

  constructor(private readonly make: (id: NetworkId) => NetworkClient) {}

  /** The worker of a network, if it has been started. */
  of(id: NetworkId): NetworkClient | undefined {
    return this.clients.get(this.shared ? HOME : id);
  }

  /** The worker of a network; it is started if need be. */
  enter(id: NetworkId): NetworkClient {
    this.inside.add(id);
    const owner = this.shared ? HOME : id;
    const client = this.clients.get(owner) ?? this.make(owner);
    this.clients.set(owner, client);
    return client;
  }

  leave(id: NetworkId): void {
    const client = this.of(id);
    if (!client || !this.inside.has(id)) return;
    if (this.shared) client.post({ type: 'leave', runId: 0, network: id });
    else client.close();
    this.inside.delete(id);
  }

  /** Networks that are in a worker at present. */
  in(client: NetworkClient): NetworkId[] {
    return [...this.inside].filter((id) => this.of(id) === client);
  }

  /** All networks except that at home. */
  get guests(): NetworkId[] {
    return [...this.inside].filter((id) => id !== HOME);
  }
}

export class NetworkPorts implements Readonly<Record<NetworkId, NetworkPort>> {
  readonly a: NetworkPort;
  readonly b: NetworkPort;
  readonly c: NetworkPort;
  readonly d: NetworkPort;
  private readonly workers: Workers;
  private readonly turns: Turns<NetworkId>;
  /** The runs in which networks last asked for turns. */
  private readonly runs = new Map<NetworkId, number>();

  /** `make` starts the worker of a network; `cores` is how many networks may compute at once. */
  constructor(make: (id: NetworkId) => NetworkClient, cores: number) {
    this.workers = new Workers((id) => this.listenTo(make(id)));
    this.turns = new Turns(cores, (id, message) => this.tellTurn(id, message));
    this.a = new NetworkPort('a', this.workers);
    this.b = new NetworkPort('b', this.workers);
    this.c = new NetworkPort('c', this.workers);
    this.d = new NetworkPort('d', this.workers);
  }

  /** Whether all networks are in network A's worker. */
  get shared(): boolean {
    return this.workers.shared;
  }

  /** All networks into network A's worker; the others' own, and what they hold, are ended. */
  share(): void {
    if (this.shared) return;
    for (const id of this.workers.guests) this.workers.leave(id);
    this.workers.shared = true;
  }

  /** A worker for each network again; what the shared one holds of the others is freed. */
  part(): void {
    if (!this.shared) return;
    for (const id of this.workers.guests) this.workers.leave(id);
    this.workers.shared = false;
  }

  private listenTo(client: NetworkClient): NetworkClient {
    client.listener = {
      onEvent: (event) => {
        const { network } = event;
        // A network that has left says nothing here any more.
        if (network && this.workers.of(network) === client) this[network].listener?.onEvent(event);
      },
      onGone: (reason) => {
        const ids = this.workers.in(client);
        this.turns.end(...ids);
        for (const id of ids) this[id].listener?.onGone?.(reason);
      },
      onDeath: (message) => this.tell(client, (listener) => listener.onDeath(message)),
      onLate: (late) => this.tell(client, (listener) => listener.onLate?.(late)),
    };
    client.onTurn = ({ network, runId, asked }) => {
      if (!network) return;
      this.runs.set(network, runId);
      if (asked === undefined) this.turns.end(network);
      else this.turns.ask(network, asked);
    };
    return client;
  }

  /** Something that all networks in a worker have to know. */
  private tell(client: NetworkClient, say: (listener: WorkerListener) => void): void {
    for (const id of this.workers.in(client)) {
      const { listener } = this[id];
      // Informing one of them may make the others leave.
      if (listener && this.workers.of(id) === client) say(listener);
    }
  }

  private tellTurn(network: NetworkId, message: TurnMessage): void {
    const runId = this.runs.get(network) ?? 0;
    this.workers.of(network)?.post({ ...message, runId, network });
  }
}
