import { useMemo } from 'react';
import { useLab } from '../state.ts';
import { isOfPage, isSettled } from './measuring.ts';
import { useProgressOf } from './progress.ts';
import { useSession } from './session.ts';

/** Whether the lab has the experiment of the page that is open. */
export function useIsOfPage(): boolean {
  const name = useSession((state) => state.name);
  const lesson = useSession((state) => state.lesson);
  const { step } = useProgressOf(name);
  const experiment = useLab((state) => state.experiment);
  return useMemo(
    () => lesson !== undefined && isOfPage(experiment, lesson, step),
    [experiment, lesson, step],
  );
}

/** Whether what these names say now may be taken for measured on the page that is open. */
export function useCounts(names: readonly string[]): boolean {
  const settled = useLab((state) => isSettled(names, state));
  return useIsOfPage() && settled;
}
