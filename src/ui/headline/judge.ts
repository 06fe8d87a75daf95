/** Whether one network does its job as well as another one, as far as its seeds can tell. */
import { verdict, type PairedDifference } from '../../engine/repeats.ts';

/**
 * By so much two trainings of one network differ that only their seeds tell apart: in three of four pairs by less than
 * the first factor, in nineteen of twenty by less than the second (all networks of docs/study.md; a test compares).
 */
export const [OFTEN, RARELY] = [1.15, 1.5];

export interface Judgement {
  kind: 'equal' | 'same' | 'better' | 'worse';
  /**
   * sure: beyond what chance does; slight: beyond it, but small; open: it may be chance, so no number says how much.
   */
  degree: 'sure' | 'slight' | 'open';
  /** Error of the one by the error of the other. */
  factor: number;
}

/** How far a factor is from 1, in either direction. */
const distance = (factor: number): number => Math.max(factor, 1 / factor);

const direction = (factor: number): 'better' | 'worse' => (factor < 1 ? 'better' : 'worse');

/** Of one training each: errors as fractions. */
export function judgeOne(error: number, reference: number): Judgement {
  const factor = error === reference ? 1 : error / reference;
  if (factor === 1) return { kind: 'equal', degree: 'sure', factor };
  if (distance(factor) <= OFTEN) return { kind: 'same', degree: 'sure', factor };
  return {
    kind: direction(factor),
    degree: distance(factor) <= RARELY ? 'open' : 'sure',
    factor,
  };
}

/** Of at least two seeds: their differences, and the mean error of the other one over the same seeds. */
export function judgeSeeds(paired: PairedDifference, reference: number): Judgement {
  const factor = 1 + paired.mean / reference;
  if (paired.mean === 0 && paired.halfWidth === 0) return { kind: 'equal', degree: 'sure', factor };
  const { kind } = verdict(paired);
  if (kind === 'better' || kind === 'worse') {
    return { kind, degree: distance(factor) <= OFTEN ? 'slight' : 'sure', factor };
  }
  // Not told apart: the same if the interval leaves no room for a difference that matters.
  const most = 1 + (Math.abs(paired.mean) + (paired.halfWidth ?? Infinity)) / reference;
  if (most <= OFTEN) return { kind: 'same', degree: 'sure', factor };
  if (distance(factor) <= OFTEN) return { kind: 'same', degree: 'open', factor };
  return { kind: direction(factor), degree: 'open', factor };
}
