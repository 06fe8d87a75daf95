/** What is known of where the errors are. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ErrorReport } from '../../engine/evaluation/report.ts';
import { samplesKey } from '../../engine/data/samplesKey.ts';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { useActions } from '../lab/context.ts';
import { useLab } from '../state.ts';

/** Of the networks whose errors have been located, in order. */
export type Reports = ReadonlyMap<NetworkId, ErrorReport>;

export function useReports(run: Experiment): Reports {
  const runId = useLab((state) => state.runId);
  const known = useStore(
    useActions().errorReports.store,
    useShallow((state) =>
      idsOf(run).map((id) => {
        const found = state[id];
        return found?.runId === runId ? found.report : undefined;
      }),
    ),
  );
  return useMemo(
    () =>
      new Map(
        idsOf(run).flatMap((id, i) => {
          const report = known[i];
          return report ? [[id, report] as const] : [];
        }),
      ),
    [run, known],
  );
}

/** Whether the test samples of the settings are those of the run. */
export const useSameSamples = (): boolean =>
  useLab(
    ({ run, experiment, issues }) =>
      run !== undefined &&
      (run === experiment || (issues.length === 0 && samplesKey(run) === samplesKey(experiment))),
  );
