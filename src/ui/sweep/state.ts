/** What the page knows of sweeps. */
import { create } from 'zustand';
import { usualChoice, type SweepChoice } from './choice.ts';
import type { Order } from './order.ts';
import type { SweepQueue } from './queue.ts';

interface Sweep {
  choice: SweepChoice;
  /** The sweep in progress, or one that can continue. */
  order?: Order;
  /** Whether that sweep is stored in the browser. */
  kept?: boolean;
  /** What is left of it while it is in progress; the first run is the present one. */
  queue?: SweepQueue;
  /** What went wrong with single networks, one sentence each. */
  problems: readonly string[];
  /** Whether the user has ended it. */
  cancelled: boolean;
  /** How the last sweep ended, as a sentence. */
  outcome?: string;
  /** What the user should know of the keeping, as a sentence. */
  notice?: string;
}

export const useSweep = create<Sweep>()(() => ({
  choice: usualChoice,
  problems: [],
  cancelled: false,
}));

export const choose = (change: Partial<SweepChoice>): void =>
  useSweep.setState(({ choice }) => ({ choice: { ...choice, ...change } }));
