/**
 * What a lesson covers on the whole page, from screen readers too, until its reader has made a guess. Every part that
 * would give the answer away asks here.
 */
import { create } from 'zustand';

/** errors: of the networks; verdict: the sentence about them; curves: learning curves; counts: of parameters and work. */
export const covers = ['errors', 'verdict', 'curves', 'counts'] as const;

export type Cover = (typeof covers)[number];

export const COVERED = 'Covered until you have guessed.';

export const useCovers = create<{ covered: ReadonlySet<Cover> }>(() => ({ covered: new Set() }));

/** The verdict is made of errors and counts: with either of these it is covered, too. */
export const isCovered = (covered: ReadonlySet<Cover>, what: Cover): boolean =>
  covered.has(what) || (what === 'verdict' && (covered.has('errors') || covered.has('counts')));

/** Whether any of these is covered. */
export const useCovered = (...any: readonly Cover[]): boolean =>
  useCovers(({ covered }) => any.some((what) => isCovered(covered, what)));
