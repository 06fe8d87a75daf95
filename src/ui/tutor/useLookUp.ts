import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { networkIds, type NetworkId } from '../../engine/experiment/network.ts';
import { useActions } from '../lab/context.ts';
import { useComparison } from '../stage/comparison.ts';
import { useLab, type LabState } from '../state.ts';
import { useProgressOf, type Progress } from './progress.ts';
import { useSession } from './session.ts';
import { evaluate, type Expression, type Value } from './values/expression.ts';
import type { Reported } from './values/more.ts';
import { quantityOf } from './values/quantities.ts';
import { useWhy } from '../why/state.ts';

const numbersIn = ({ guesses }: Progress): Record<string, number> =>
  Object.fromEntries(
    Object.entries(guesses).flatMap(([id, guess]) =>
      'number' in guess ? [[id, guess.number] as const] : [],
    ),
  );

/** What the workers have reported of the run that the lab has now. */
function useReported(): Pick<Reported, 'reports' | 'inspections'> {
  const { errorReports, inspections } = useActions();
  const runId = useLab((state) => state.runId);
  const located = useStore(errorReports.store);
  const inspected = useStore(inspections.store);
  return useMemo(() => {
    const ofRun = networkIds.filter((id) => located[id]?.runId === runId);
    return {
      reports: Object.fromEntries(ofRun.map((id) => [id, located[id]?.report])),
      inspections: Object.fromEntries(
        networkIds.filter((id) => inspected[id]?.runId === runId).map((id) => [id, inspected[id]]),
      ),
    };
  }, [located, inspected, runId]);
}

/** What the names in the open lesson’s expressions stand for in a state of the lab. */
export function useLookUpIn(): (state: LabState) => (name: string) => Value | undefined {
  const progress = useProgressOf(useSession(({ name }) => name));
  const shown = useComparison(
    useShallow(({ networks }): Partial<Record<NetworkId, number>> =>
      Object.fromEntries(Object.entries(networks).map(([id, found]) => [id, found?.relativeL2])),
    ),
  );
  const reported = useReported();
  const why = useWhy();
  return useCallback(
    (state) => {
      const { noted } = progress;
      const known = { state, noted, guesses: numbersIn(progress), shown, why, ...reported };
      return (name) => quantityOf(name, known);
    },
    [progress, shown, why, reported],
  );
}

type Choose = (name: string, now: Value | undefined) => Value | undefined;

/** The value of an expression, where `choose` says what its names stand for, knowing what the lab says now. */
export function useEvaluatedIn(expression: Expression, choose: Choose): Value | undefined {
  const lookUpIn = useLookUpIn();
  return useLab((state) => {
    const lookUp = lookUpIn(state);
    return evaluate(expression, (name) => choose(name, lookUp(name)));
  });
}

/** The present value of an expression; undefined as long as it isn’t known. */
export const useEvaluated = (expression: Expression): Value | undefined =>
  useEvaluatedIn(expression, (_, now) => now);
