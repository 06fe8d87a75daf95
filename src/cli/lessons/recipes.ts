/**
 * Where the numbers come from that the lessons of the page quote. `measure` trains what is to be trained and writes
 * `measured.json` beside each lesson; a test compares these files with this table and with the lessons.
 */
import type { Quantity } from './quantities.ts';

/** Trained with these seeds of weights and order, on the same samples. */
export interface TrainedRecipe {
  link: string;
  seeds: string;
  values: Readonly<Record<string, Quantity>>;
}

/** A row of `docs/study.json`. */
export interface StudyRecipe {
  study: 'frames' | 'volume' | 'trace' | 'medium';
  network: string;
  values: Readonly<Record<string, 'test' | 'share'>>;
}

/** Quoted from a publication. */
export interface QuotedRecipe {
  source: string;
  values: Readonly<Record<string, number>>;
}

export type Recipe = TrainedRecipe | StudyRecipe | QuotedRecipe;

const oneWayAfter =
  '#v=2&preset=quick&networks=3&b.format=one-way&b.rank=20%25&c.format=one-way&c.rank=20%25&c.route=after&c.start=focused&training.steps=300&training.fineTune=100';
const trace = '#v=2&preset=trace&networks=1&data.train=192&data.test=48&training.steps=250';

/** By the id of the lesson. */
export const recipes: Readonly<Record<string, readonly Recipe[]>> = {
  'before-or-after': [
    {
      link: oneWayAfter,
      seeds: '1..3',
      values: { dense: 'a.test', before: 'b.test', cut: 'c.after-cut', after: 'c.test' },
    },
    { study: 'volume', network: 'One-way 25 %', values: { 'volume-before': 'test' } },
    {
      study: 'volume',
      network: 'One-way 25 %, after training',
      values: { 'volume-after': 'test' },
    },
  ],
  'why-waves': [
    {
      source:
        'Raonić et al., Convolutional Neural Operators, arXiv 2302.01178 (2023), wave equation, on the authors’ data',
      values: { cno: 0.0063, resnet: 0.0079, fno: 0.0102 },
    },
  ],
  physics: [
    {
      link: trace,
      seeds: '1',
      values: {
        dense: 'a.test',
        'dense-parameters': 'a.parameters',
        trace: 'a.trace',
        inside: 'a.inside',
        floor: 'a.floor',
        samples: 'a.inside-samples',
      },
    },
  ],
};
