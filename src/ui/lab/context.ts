/** The way from the components to the lab. */
import { createContext, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { useLab } from '../state.ts';
import type { LocatedErrors } from './errorReports.ts';
import type { NetworkInspection } from './inspections.ts';
import type { Lab } from './lab.ts';
import type { OpenedRun } from './stored/storedRun.ts';

const LabContext = createContext<Lab | undefined>(undefined);

export const LabProvider = LabContext.Provider;

/** What the user can do. */
export function useActions(): Lab {
  const lab = useContext(LabContext);
  if (!lab) throw new Error('There is no lab around this component.');
  return lab;
}

/** A run of an earlier visit that the user is asked about. */
export const useOffer = (): OpenedRun | undefined =>
  useStore(useActions().stored.offered, ({ offer }) => offer);

/** What is known of a network in the current run. */
export function useInspection(id: NetworkId): NetworkInspection | undefined {
  const runId = useLab((state) => state.runId);
  const known = useStore(useActions().inspections.store, (state) => state[id]);
  return known?.runId === runId ? known : undefined;
}

const isComplete = ({ layers, count }: NetworkInspection, step: number): boolean =>
  layers.length === count &&
  layers.every((layer) => layer?.step === step && layer.found?.spectra.unfolding !== undefined);

/**
 * Keeps a network's kernels up to date when training pauses or ends, and those of one that was trained earlier; while
 * it trains, only the first time.
 */
export function useLatestInspection(id: NetworkId): void {
  const { inspections } = useActions();
  const runId = useLab((state) => state.runId);
  const status = useLab((state) => state.networks[id].status);
  const begun = useLab((state) => state.networks[id].step > 0);
  const earlier = useLab((state) => state.networks[id].earlier?.of);
  useEffect(() => {
    const known = inspections.store.getState()[id];
    const current = known?.runId === runId ? known : undefined;
    const rests = status === 'paused' || status === 'finished';
    const { step } = useLab.getState().networks[id];
    if (rests && !(current && isComplete(current, step))) inspections.inspect(id);
    if (status === 'training' && begun && !current) inspections.inspect(id);
    if (earlier) inspections.inspect(id);
  }, [inspections, id, runId, status, begun, earlier]);
}

/** Where the errors of a network in the current run are, as far as it is known. */
export function useLocatedErrors(id: NetworkId): LocatedErrors | undefined {
  const runId = useLab((state) => state.runId);
  const known = useStore(useActions().errorReports.store, (state) => state[id]);
  return known?.runId === runId ? known : undefined;
}

/** Has a network's errors located when its training pauses or ends. */
export function useLatestErrors(id: NetworkId): void {
  const { errorReports } = useActions();
  const runId = useLab((state) => state.runId);
  const status = useLab((state) => state.networks[id].status);
  useEffect(() => {
    if (status !== 'paused' && status !== 'finished') return;
    const { step } = useLab.getState().networks[id];
    const known = errorReports.store.getState()[id];
    if (known?.runId !== runId || known.report?.step !== step) errorReports.locate(id);
  }, [errorReports, id, runId, status]);
}
