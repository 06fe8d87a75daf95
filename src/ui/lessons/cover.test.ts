import { expect, it } from 'vitest';
import { covers, isCovered, type Cover } from './cover.ts';

const coveredBy = (...names: Cover[]) => covers.filter((what) => isCovered(new Set(names), what));

it('covers what it names, and the verdict with anything that it is made of', () => {
  expect(coveredBy()).toEqual([]);
  expect(coveredBy('curves')).toEqual(['curves']);
  expect(coveredBy('verdict')).toEqual(['verdict']);
  expect(coveredBy('errors')).toEqual(['errors', 'verdict']);
  expect(coveredBy('counts')).toEqual(['verdict', 'counts']);
});
