import type { ReactNode } from 'react';
import type { Hideable } from './hideable.ts';
import { useHidden } from './page.ts';

/** What a link can hide. */
export const Shown = ({ name, children }: { name: Hideable; children: ReactNode }) =>
  useHidden(name) ? null : children;
