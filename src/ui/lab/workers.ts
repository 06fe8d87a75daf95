/** The workers that the lab needs: those that train, those that make samples, and the one of the stage. */
import { NetworkClient, SimulationClient } from '../../worker/client.ts';
import { poolSize, SimulationPool } from '../../worker/pool.ts';
import { NetworkPorts } from '../../worker/ports.ts';
import { coresHere } from '../../worker/threads.ts';

/** The networks, whichever worker each is in. */
export type Networks = Pick<
  NetworkPorts,
  'listener' | 'post' | 'stop' | 'replace' | 'close' | 'again' | 'share' | 'part'
>;

export interface Workers {
  networks: Networks;
  pool: Pick<SimulationPool, 'listener' | 'start' | 'resume' | 'pause' | 'stop' | 'again'>;
  simulation: Pick<SimulationClient, 'listener' | 'post' | 'again'>;
  /** Starts the one that simulates references; it is ended to cancel them. */
  reference: () => Pick<SimulationClient, 'listener' | 'post' | 'close'>;
}

export const startWorkers = (): Workers => ({
  networks: new NetworkPorts((id) => new NetworkClient(`network ${id}`), coresHere()),
  pool: new SimulationPool(poolSize(coresHere())),
  simulation: new SimulationClient('simulation'),
  reference: () => new SimulationClient('reference'),
});
