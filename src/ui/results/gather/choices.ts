/** How the shot gather is shown: a matter of the page, not of the experiment. */
import { create } from 'zustand';
import type { Gain } from '../../../engine/reading/gain.ts';
import type { Axis } from './spread.ts';

export const clips = [100, 99, 98, 95, 90] as const;

export interface GatherChoices {
  picture: 'wiggle' | 'density';
  gain: Gain;
  /** Percentile of |u| at which colours and wiggles end. */
  clip: (typeof clips)[number];
  /** Undefined: along lines and arcs, by offset for single receivers. */
  axis?: Axis;
  /** Which of the spreads. */
  spread: number;
  /** The trace whose seismogram is shown, by its place in the gather. */
  trace: number;
}

export const useGather = create<GatherChoices>()(() => ({
  picture: 'wiggle',
  gain: 'common',
  clip: 99,
  spread: 0,
  trace: 0,
}));
