/**
 * The page's way to its networks, whichever worker they are in: one each, so that two cores train two networks, or
 * one for both where they share a GPU, which has one queue anyway and computes only one thing at a time.
 */
import type { NetworkId } from '../engine/experiment/schema.ts';
import type { NetworkClient, WorkerListener } from './client.ts';
import type { NetworkRequest } from './protocol.ts';

/** One network; it looks like a worker of its own. */
export class NetworkPort {
  /** Set once, before the first command. A worker that dies tells all its networks. */
  listener?: WorkerListener;

  constructor(
    private readonly id: NetworkId,
    private client: NetworkClient,
  ) {}

  /** Arrays in the request are copied unless `transfer` is set; transferred ones are empty afterwards. */
  post(request: NetworkRequest, options: { transfer?: boolean } = {}): void {
    this.client.post({ ...request, network: this.id }, options);
  }

  /** See `NetworkClient.stop`. */
  stop(runId: number): Promise<boolean> {
    return this.client.stop(runId, this.id);
  }

  /** A fresh worker for this network and whoever shares its worker. */
  replace(): void {
    this.client.replace();
  }

  /** See `WorkerClient.again`. */
  again(): void {
    this.client.again();
  }

  moveTo(client: NetworkClient): void {
    this.client = client;
  }

  isIn(client: NetworkClient): boolean {
    return this.client === client;
  }
}

export class NetworkPorts {
  readonly a: NetworkPort;
  readonly b: NetworkPort;
  /** Whether both networks are in network A's worker. */
  shared = false;

  constructor(private readonly clients: Readonly<Record<NetworkId, NetworkClient>>) {
    this.a = new NetworkPort('a', clients.a);
    this.b = new NetworkPort('b', clients.b);
    for (const client of [clients.a, clients.b]) {
      client.listener = {
        onEvent: (event) => {
          if (event.network) this[event.network].listener?.onEvent(event);
        },
        onGone: (reason) => this.tell(client, (listener) => listener.onGone?.(reason)),
        onDeath: (message) => this.tell(client, (listener) => listener.onDeath(message)),
        onLate: (late) => this.tell(client, (listener) => listener.onLate?.(late)),
      };
    }
  }

  /** Something that all networks in a worker have to know. */
  private tell(client: NetworkClient, say: (listener: WorkerListener) => void): void {
    for (const port of [this.a, this.b]) {
      if (port.listener && port.isIn(client)) say(port.listener);
    }
  }

  /** Both networks into network A's worker; network B's own, and what it holds, is ended. */
  share(): void {
    if (this.shared) return;
    this.shared = true;
    // While network B still belongs to it, so that it hears of the end.
    this.clients.b.close();
    this.b.moveTo(this.clients.a);
  }

  /** A worker for each network again; what the shared one holds of network B is freed. */
  part(runId: number): void {
    if (!this.shared) return;
    this.b.post({ type: 'leave', runId });
    this.shared = false;
    this.b.moveTo(this.clients.b);
  }
}
