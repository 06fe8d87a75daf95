/**
 * The page's way to its networks, whichever worker they are in: one each, so that several cores train several
 * networks, or one for all where they share a GPU, which has one queue anyway and computes only one thing at a time.
 *
 * A worker is started with the first command to its network. Networks in separate workers take turns if there are
 * more of them than cores: see `turns.ts`.
 */
import { networkIds, type NetworkId } from '../engine/experiment/network.ts';
import type { NetworkClient } from './client.ts';
import type { LabEvent, NetworkRequest } from './protocol.ts';
import { Turns, type TurnMessage } from './turns.ts';

/** What the networks' workers say, by network. */
export interface NetworksListener {
  onEvent(id: NetworkId, event: LabEvent): void;
  /** The worker died by itself, and all it held is lost; told to every network in it. */
  onDeath(id: NetworkId, message: string): void;
  /** The script of the worker is late, or not waited for any longer. */
  onLate(id: NetworkId, late: boolean): void;
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

export class NetworkPorts {
  /** Set once, before the first command. */
  listener?: NetworksListener;
  private readonly workers: Workers;
  private readonly turns: Turns<NetworkId>;

  /** `make` starts the worker of a network; `cores` is how many networks may compute at once. */
  constructor(make: (id: NetworkId) => NetworkClient, cores: number) {
    this.workers = new Workers((id) => this.listenTo(make(id)));
    this.turns = new Turns(cores, (id, message) => this.tellTurn(id, message));
  }

  /** With `transfer` the arrays in the request are handed over instead of copied. */
  post(id: NetworkId, request: NetworkRequest, options: { transfer?: boolean } = {}): void {
    this.workers.enter(id).post({ ...request, network: id }, options);
  }

  /** Pauses a training; false if it took too long, so that its worker was replaced. */
  async stop(id: NetworkId, runId: number): Promise<boolean> {
    return this.workers.of(id)?.stop(runId, id) ?? true;
  }

  /** A fresh worker for this network and all that share its worker. */
  replace(id: NetworkId): void {
    this.workers.of(id)?.replace();
  }

  /** Frees what a network holds; its worker ends if it is its own. The next command begins anew. */
  close(id: NetworkId): void {
    this.workers.leave(id);
  }

  /** Loads scripts that are late once more. */
  again(): void {
    for (const id of networkIds) this.workers.of(id)?.again();
  }

  /** All networks into network A's worker; the others' own, and what they hold, are ended. */
  share(): void {
    if (this.workers.shared) return;
    for (const id of this.workers.guests) this.workers.leave(id);
    this.workers.shared = true;
  }

  /** A worker for each network again; what the shared one holds of the others is freed. */
  part(): void {
    if (!this.workers.shared) return;
    for (const id of this.workers.guests) this.workers.leave(id);
    this.workers.shared = false;
  }

  private listenTo(client: NetworkClient): NetworkClient {
    client.listener = {
      onEvent: (event) => {
        const { network } = event;
        // A network that has left says nothing here any more.
        if (network && this.workers.of(network) === client) this.listener?.onEvent(network, event);
      },
      onGone: () => this.turns.end(...this.workers.in(client)),
      onDeath: (message) => this.tell(client, (id) => this.listener?.onDeath(id, message)),
      onLate: (late) => this.tell(client, (id) => this.listener?.onLate(id, late)),
    };
    client.onTurn = ({ network, asked }) => {
      if (!network) return;
      if (asked === undefined) this.turns.end(network);
      else this.turns.ask(network, asked);
    };
    return client;
  }

  /** Something that all networks in a worker have to know. */
  private tell(client: NetworkClient, say: (id: NetworkId) => void): void {
    for (const id of this.workers.in(client)) {
      // Informing one of them may make the others leave.
      if (this.workers.of(id) === client) say(id);
    }
  }

  private tellTurn(network: NetworkId, message: TurnMessage): void {
    this.workers.of(network)?.post({ ...message, runId: 0, network });
  }
}
