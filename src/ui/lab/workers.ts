/** The workers that the lab needs: those that train, those that make samples, and the one of the stage. */
import { type NetworkId, networkIds } from '../../engine/experiment/network.ts';
import { NetworkClient, SimulationClient } from '../../worker/client.ts';
import { poolSize, SimulationPool } from '../../worker/pool.ts';
import { NetworkPorts } from '../../worker/ports.ts';
import type { LabEvent, NetworkRequest } from '../../worker/protocol.ts';
import { coresHere } from '../../worker/threads.ts';

export interface NetworksListener {
  onEvent(id: NetworkId, event: LabEvent): void;
  /** The worker died by itself, and all it held is lost; told to every network in it. */
  onDeath(id: NetworkId, message: string): void;
  /** The script of the worker is late, or not waited for any longer. */
  onLate(id: NetworkId, late: boolean): void;
}

/** The networks, whichever worker each is in. */
export interface Networks {
  listener?: NetworksListener;
  /** With `transfer` the arrays in the request are handed over instead of copied. */
  post(id: NetworkId, request: NetworkRequest, options: { transfer: boolean }): void;
  /** Pauses a training; false if it took too long, so that its worker was replaced. */
  stop(id: NetworkId, runId: number): Promise<boolean>;
  /** A fresh worker for this network and all that share its worker. */
  replace(id: NetworkId): void;
  /** Frees what a network holds; its worker ends if it is its own. The next command begins anew. */
  close(id: NetworkId): void;
  /** Loads scripts that are late once more. */
  again(): void;
  /** All networks into the first one's worker; the other workers end. */
  share(): void;
  /** A worker for each network again. */
  part(): void;
}

export interface Workers {
  networks: Networks;
  pool: Pick<SimulationPool, 'listener' | 'start' | 'resume' | 'pause' | 'stop' | 'again'>;
  simulation: Pick<SimulationClient, 'listener' | 'post' | 'again'>;
}

function networksOn(ports: NetworkPorts): Networks {
  const networks: Networks = {
    post: (id, request, options) => ports[id].post(request, options),
    stop: (id, runId) => ports[id].stop(runId),
    replace: (id) => ports[id].replace(),
    close: (id) => ports[id].close(),
    again: () => networkIds.forEach((id) => ports[id].again()),
    share: () => ports.share(),
    part: () => ports.part(),
  };
  for (const id of networkIds) {
    ports[id].listener = {
      onEvent: (event) => networks.listener?.onEvent(id, event),
      onDeath: (message) => networks.listener?.onDeath(id, message),
      onLate: (late) => networks.listener?.onLate(id, late),
    };
  }
  return networks;
}

export const startWorkers = (): Workers => ({
  networks: networksOn(new NetworkPorts((id) => new NetworkClient(`network ${id}`), coresHere())),
  pool: new SimulationPool(poolSize(coresHere())),
  simulation: new SimulationClient('simulation'),
});
