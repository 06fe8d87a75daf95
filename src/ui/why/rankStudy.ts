/** Rank for 1 % error against the way the wave goes. */
import { exactPropagator, rankNeeded } from '../../engine/modes/exactKernel.ts';

/** Relative error that counts as good enough. */
export const TOLERANCE = 0.01;

export interface StudyPoint {
  modes: number;
  /** cT (m). */
  distance: number;
  /** Half-wavelengths of the shortest mode in the distance. */
  halves: number;
  rank: number;
}

export const studiedModes = [16, 32] as const;
/** Distances per number of modes, up to 1 m. */
const DISTANCES = 16;

export function* studyPoints(): Generator<StudyPoint> {
  for (const modes of studiedModes) {
    for (let k = 1; k <= DISTANCES; k++) {
      const distance = k / DISTANCES;
      // The errors do not depend on the grid: the coarsest that carries the modes is the fastest.
      const { relativeErrors } = exactPropagator({ modes, distance, points: modes + 2 });
      const rank = rankNeeded(relativeErrors, TOLERANCE);
      yield { modes, distance, halves: distance * modes, rank };
    }
  }
}

let study: Promise<StudyPoint[]> | undefined;

/** Computed once, a point (1 to 5 ms) at a time, so that the page stays responsive. */
export function rankStudy(): Promise<StudyPoint[]> {
  study ??= (async () => {
    const points: StudyPoint[] = [];
    for (const point of studyPoints()) {
      points.push(point);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return points;
  })();
  return study;
}
