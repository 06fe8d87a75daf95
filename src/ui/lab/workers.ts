/** The workers of the page: one simulates for the stage, some make samples, others train. */
import { NetworkClient, SimulationClient } from '../../worker/client.ts';
import { poolSize, SimulationPool } from '../../worker/pool.ts';
import { NetworkPorts } from '../../worker/ports.ts';
import { coresHere } from '../../worker/threads.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { networkIds, useLab } from '../state.ts';

export const simulation = new SimulationClient('simulation');

export const pool = new SimulationPool(poolSize(coresHere()));

export const networks = new NetworkPorts((id) => new NetworkClient(`network ${id}`), coresHere());

/**
 * Asks network A's worker for the backend that the settings ask for; the answer says where both networks go.
 * What it has measured before is known at once.
 */
export function startBackends(): void {
  const { experiment, shown } = useLab.getState();
  askForBackend(experiment.backend, shown);
}

/** The same for a backend and the networks of an experiment. What is known of another one is out of date then. */
export function askForBackend(wanted: Experiment['backend'], measured: Experiment): void {
  const { runId, backend, asked } = useLab.getState();
  useLab.setState({
    asked: { wanted, measured },
    backendProblem: undefined,
    backend: asked?.wanted === wanted ? backend : undefined,
  });
  networks.a.post({ type: 'startBackend', runId, wanted, networks: networkIds.length, measured });
}
