/** What the workers report of the networks' kernels, apart from the lab's store: it is large and rarely asked for. */
import { createStore } from 'zustand';
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { Inspection } from '../../worker/protocol.ts';
import type { RunEvent } from './run/events.ts';

export interface NetworkInspection {
  runId: number;
  /** By number of the convolution; those not answered yet are missing. */
  layers: readonly (Inspection | undefined)[];
  /** Convolutions of the network. */
  count: number;
}

export class Inspections {
  readonly store = createStore<Partial<Record<NetworkId, NetworkInspection>>>()(() => ({}));

  constructor(private readonly dispatch: (event: RunEvent) => void) {}

  /** Asks a network for all its convolutions, one after the other, so that nothing waits long. */
  inspect(network: NetworkId, layer = 0): void {
    this.dispatch({ type: 'inspect', network, layer });
  }

  /** An answer of the current run. */
  receive(id: NetworkId, answer: Inspection & { runId: number }): void {
    const { layer, layers: count, runId } = answer;
    if (layer >= count) return;
    const known = this.store.getState()[id];
    const layers = known?.runId === runId ? [...known.layers] : [];
    layers[layer] = answer;
    this.store.setState({ [id]: { runId, layers, count } });
    if (layer + 1 < count) this.inspect(id, layer + 1);
  }
}
