/** The workers of the page: one simulates, each network has its own. */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { WorkerClient } from '../../worker/client.ts';
import { networkIds, useLab } from '../state.ts';

export const simulation = new WorkerClient('simulation');

export const networks: Readonly<Record<NetworkId, WorkerClient>> = {
  a: new WorkerClient('network a'),
  b: new WorkerClient('network b'),
};

/** Starts the backend that the settings ask for; a worker that already runs it only reports it. */
export function startBackends(): void {
  const { runId, experiment } = useLab.getState();
  for (const id of networkIds) {
    networks[id].post({ type: 'startBackend', runId, wanted: experiment.backend });
  }
}
