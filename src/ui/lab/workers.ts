/** The workers of the page: one simulates for the stage, some make samples, each network has its own. */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { NetworkClient, SimulationClient } from '../../worker/client.ts';
import { poolSize, SimulationPool } from '../../worker/pool.ts';
import { networkIds, useLab } from '../state.ts';

export const simulation = new SimulationClient('simulation');

export const pool = new SimulationPool(poolSize(navigator.hardwareConcurrency));

export const networks: Readonly<Record<NetworkId, NetworkClient>> = {
  a: new NetworkClient('network a'),
  b: new NetworkClient('network b'),
};

/** Starts the backend that the settings ask for; a worker that already runs it only reports it. */
export function startBackends(): void {
  const { runId, experiment } = useLab.getState();
  for (const id of networkIds) {
    networks[id].post({ type: 'startBackend', runId, wanted: experiment.backend });
  }
}
