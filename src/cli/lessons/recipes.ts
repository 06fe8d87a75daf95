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

/** What is missing of random kernels, `noise` points along each axis, after so many terms of each. */
export interface NoiseRecipe {
  noise: number;
  values: Readonly<Record<string, number>>;
}

export type Recipe = TrainedRecipe | StudyRecipe | QuotedRecipe | NoiseRecipe;

// Of version 2, with which the numbers were measured.
const oneWayAfter =
  '#v=2&preset=quick&networks=3&b.format=one-way&b.rank=20%25&c.format=one-way&c.rank=20%25&c.route=after&c.start=focused&training.steps=300&training.fineTune=100';
const control =
  '#v=2&preset=quick&networks=3&c.width=matched&c.like=b&c.start=focused&training.steps=300';
const smallPair =
  '#v=2&preset=quick&net.width=24&b.rank=50%25&training.steps=200&data.train=128&data.test=48';
const film =
  '#v=2&preset=volume&net.kernel=5&networks=2&a.format=layer-cp&a.rank=8%25&b.format=classical&b.width=matched&b.like=a&data.train=128&data.test=48&training.steps=200';
const trace = '#v=2&preset=trace&networks=1&data.train=192&data.test=48&training.steps=250';
const medium =
  '#v=2&preset=medium&networks=4&task.grid=24&net.blocks=2&data.train=128&data.test=48&training.steps=300&b.format=one-way&b.rank=25%25&c.width=matched&c.like=b&d.format=depthwise-separable';

const oneTerm =
  '#v=2&preset=quick&networks=2&training.steps=300&b.format=kernel-cp&b.rank=1&b.start=focused';

/** By the id of the lesson. */
export const recipes: Readonly<Record<string, readonly Recipe[]>> = {
  kernels: [
    { link: oneTerm, seeds: '1..3', values: { a: 'a.test', b: 'b.test' } },
    { noise: 5, values: { 'noise-1': 1, 'noise-2': 2, 'noise-3': 3 } },
  ],
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
  'format-or-size': [
    { link: control, seeds: '1..3', values: { b: 'b.test', c: 'c.test' } },
    {
      study: 'medium',
      network: 'Layer CP 25 %',
      values: { 'medium-share': 'share', 'medium-lcp': 'test' },
    },
    { study: 'medium', network: 'Narrow control, 25 %', values: { 'medium-narrow': 'test' } },
    {
      study: 'medium',
      network: 'Layer CP 12.5 %',
      values: { 'medium-share-small': 'share', 'medium-lcp-small': 'test' },
    },
    {
      study: 'medium',
      network: 'Narrow control, 12.5 %',
      values: { 'medium-narrow-small': 'test' },
    },
  ],
  fair: [
    {
      link: smallPair,
      seeds: '1..5',
      values: { a: 'a.test', b: 'b.test', difference: 'b.difference', interval: 'b.half-width' },
    },
    { link: smallPair, seeds: '1..3', values: { 'b-first': 'b.test' } },
    { link: smallPair, seeds: '4', values: { 'b-fourth': 'b.test' } },
  ],
  'why-waves': [
    {
      source:
        'Raonić et al., Convolutional Neural Operators, arXiv 2302.01178 (2023), wave equation, on the authors’ data',
      values: { cno: 0.0063, resnet: 0.0079, fno: 0.0102 },
    },
  ],
  'three-way': [
    { link: film, seeds: '1..3', values: { a: 'a.test', b: 'b.test' } },
    {
      study: 'volume',
      network: 'Layer CP 25 %',
      values: { 'study-share': 'share', 'study-lcp': 'test' },
    },
    { study: 'volume', network: 'Narrow control, 25 %', values: { 'study-narrow': 'test' } },
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
  'where-it-fails': [
    { link: medium, seeds: '1..3', values: { b: 'b.test', c: 'c.test', d: 'd.test' } },
    { study: 'medium', network: 'One-way 25 %', values: { 'study-one-way': 'test' } },
    { study: 'medium', network: 'Narrow control, 25 %', values: { 'study-narrow': 'test' } },
  ],
};
