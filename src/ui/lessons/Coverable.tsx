import type { ReactNode } from 'react';
import { COVERED, useCovered, type Cover } from './cover.ts';

interface CoverableProps {
  /** Any of these covers it. */
  by: readonly Cover[];
  /** Under which it is found while it is covered. */
  testId?: string;
  /** Where what is covered would have brought its own room. */
  className?: string;
  children: ReactNode;
}

/** What a lesson can cover. */
export function Coverable({ by, testId, className, children }: CoverableProps) {
  if (!useCovered(...by)) return children;
  return (
    <p className={className === undefined ? 'muted' : `muted ${className}`} data-testid={testId}>
      {COVERED}
    </p>
  );
}
