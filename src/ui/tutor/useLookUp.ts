import { useCallback } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { useComparison } from '../stage/comparison.ts';
import { useLab, type LabState } from '../state.ts';
import { useProgressOf, type Progress } from './progress.ts';
import { useSession } from './session.ts';
import { evaluate, type Expression, type Value } from './values/expression.ts';
import { quantityOf } from './values/quantities.ts';

const numbersIn = ({ guesses }: Progress): Record<string, number> =>
  Object.fromEntries(
    Object.entries(guesses).flatMap(([id, guess]) =>
      'number' in guess ? [[id, guess.number] as const] : [],
    ),
  );

/** What the names in the open lesson’s expressions stand for in a state of the lab. */
export function useLookUpIn(): (state: LabState) => (name: string) => Value | undefined {
  const progress = useProgressOf(useSession(({ name }) => name));
  const shown = useComparison(
    useShallow(({ networks }): Partial<Record<NetworkId, number>> =>
      Object.fromEntries(Object.entries(networks).map(([id, found]) => [id, found?.relativeL2])),
    ),
  );
  return useCallback(
    (state) => {
      const known = { state, noted: progress.noted, guesses: numbersIn(progress), shown };
      return (name) => quantityOf(name, known);
    },
    [progress, shown],
  );
}

/** The present value of an expression; undefined as long as it isn’t known. */
export function useEvaluated(expression: Expression): Value | undefined {
  const lookUpIn = useLookUpIn();
  return useLab((state) => evaluate(expression, lookUpIn(state)));
}
