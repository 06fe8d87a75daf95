import type { ReactNode } from 'react';
import { COVERED, useCovered, type Cover } from './cover.ts';

interface CoverableProps {
  /** Any of these covers it. */
  by: readonly Cover[];
  /** Under which it is found while it is covered. */
  testId?: string;
  children: ReactNode;
}

/** What a lesson can cover. */
export function Coverable({ by, testId, children }: CoverableProps) {
  if (!useCovered(...by)) return children;
  return (
    <p className="muted" data-testid={testId}>
      {COVERED}
    </p>
  );
}
