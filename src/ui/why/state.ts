/** What the sliders say; kept while another tab is open. */
import { create } from 'zustand';
import { exactPropagator, type ExactPropagator } from '../../engine/modes/exactKernel.ts';

/** Points along a side of 1 m: four in the shortest half-wavelength of 16 modes, two in that of 32. */
export const POINTS = 65;

export interface WhyState {
  /** cT (m). */
  distance: number;
  modes: number;
  /** As wished; there are no more pairs than modes. */
  rank: number;
  propagator: ExactPropagator;
}

const computed = (distance: number, modes: number) => ({
  distance,
  modes,
  propagator: exactPropagator({ modes, distance, points: POINTS }),
});

export const useWhy = create<WhyState>()(() => ({ ...computed(0.5, 24), rank: 8 }));

/** Measured: 4 ms on average over all that the sliders can say, so that no worker is needed. */
export function setWave({ distance, modes }: Partial<Pick<WhyState, 'distance' | 'modes'>>): void {
  const now = useWhy.getState();
  useWhy.setState(computed(distance ?? now.distance, modes ?? now.modes));
}

export const setRank = (rank: number): void => useWhy.setState({ rank });

export const shownRank = ({ rank, modes }: Pick<WhyState, 'rank' | 'modes'>): number =>
  Math.min(rank, modes);
