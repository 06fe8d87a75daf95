/** What the workers have told of the networks' kernels, apart from the lab's own store: it is large and rarely asked for. */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { NetworkId } from '../../engine/experiment/schema.ts';
import type { Inspection } from '../../worker/protocol.ts';
import { networks } from './workers.ts';
import { useLab } from '../state.ts';

export interface NetworkInspection {
  runId: number;
  /** By number of the convolution; those not answered yet are missing. */
  layers: readonly (Inspection | undefined)[];
  /** Convolutions of the network. */
  count: number;
}

const useInspections = create<Partial<Record<NetworkId, NetworkInspection>>>()(() => ({}));

const ask = (id: NetworkId, layer: number): void =>
  networks[id].post({ type: 'inspect', runId: useLab.getState().runId, layer });

/** Asks a network for all its convolutions, one after the other, so that nothing waits long. */
export const inspectNetwork = (id: NetworkId): void => ask(id, 0);

/** Takes an answer of the current run; the caller ignores those of older ones. */
export function receive(id: NetworkId, answer: Inspection & { runId: number }): void {
  const { layer, layers: count, runId } = answer;
  if (layer >= count) return;
  const known = useInspections.getState()[id];
  const layers = known?.runId === runId ? [...known.layers] : [];
  layers[layer] = answer;
  useInspections.setState({ [id]: { runId, layers, count } });
  if (layer + 1 < count) ask(id, layer + 1);
}

/** What is known of a network in the current run. */
export function useInspection(id: NetworkId): NetworkInspection | undefined {
  const runId = useLab((state) => state.runId);
  const known = useInspections((state) => state[id]);
  return known?.runId === runId ? known : undefined;
}

const isComplete = ({ layers, count }: NetworkInspection, step: number): boolean =>
  layers.length === count &&
  layers.every((layer) => layer?.step === step && layer.found?.spectra.unfolding !== undefined);

/** Keeps a network's kernels up to date when training pauses or ends; while it runs, only the first time. */
export function useLatestInspection(id: NetworkId): void {
  const runId = useLab((state) => state.runId);
  const status = useLab((state) => state[id].status);
  const begun = useLab((state) => state[id].step > 0);
  useEffect(() => {
    const known = useInspections.getState()[id];
    const current = known?.runId === runId ? known : undefined;
    const rests = status === 'paused' || status === 'finished';
    const { step } = useLab.getState()[id];
    if (rests && !(current && isComplete(current, step))) inspectNetwork(id);
    if (status === 'training' && begun && !current) inspectNetwork(id);
  }, [id, runId, status, begun]);
}
