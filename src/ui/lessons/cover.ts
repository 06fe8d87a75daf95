/**
 * What a lesson covers on the whole page, from screen readers too, until its reader has made a guess. Every part that
 * would give the answer away asks here.
 */
import { create } from 'zustand';

/**
 * errors: of the networks; verdict: the sentence about them; curves: learning curves; counts: of parameters and work;
 * table: the comparison; analysis: the tab Errors; submodel: its section in Results; why-errors and why-study: what the
 * tab Why says about errors and weights, and its chart over distances.
 */
export const covers = [
  'errors',
  'verdict',
  'curves',
  'counts',
  'table',
  'analysis',
  'submodel',
  'why-errors',
  'why-study',
] as const;

export type Cover = (typeof covers)[number];

export const COVERED = 'Covered until you have guessed.';

export const useCovers = create<{ covered: ReadonlySet<Cover> }>(() => ({ covered: new Set() }));

/** The verdict is made of errors and counts: with either of these it is covered, too. */
export const isCovered = (covered: ReadonlySet<Cover>, what: Cover): boolean =>
  covered.has(what) || (what === 'verdict' && (covered.has('errors') || covered.has('counts')));

/** Whether any of these is covered. */
export const useCovered = (...any: readonly Cover[]): boolean =>
  useCovers(({ covered }) => any.some((what) => isCovered(covered, what)));
