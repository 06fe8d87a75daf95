/** The random medium of the task that has one: how the speed varies over the square. */
import * as v from 'valibot';
import { choice, integer, number } from './fields.ts';

export const medium = v.strictObject({
  kind: choice({
    title: 'Medium',
    help: 'Smooth: a Gaussian random field. Layers: bands of random speed, thickness and direction. Inclusions: discs of random speed, size and position in a constant medium. Mixed: each sample is one of the three.',
    options: ['smooth', 'layers', 'inclusions', 'mixed'],
    labels: { smooth: 'Smooth', layers: 'Layers', inclusions: 'Inclusions', mixed: 'Mixed' },
    default: 'smooth',
  }),
  contrast: number({
    title: 'Contrast',
    help: 'q: the largest possible speed divided by the smallest. Speeds lie between c/√q and c·√q, uniformly on a logarithmic scale; 1 makes the medium constant.',
    min: 1,
    max: 16,
    step: 0.5,
    default: 4,
  }),
  length: number({
    title: 'Correlation length',
    help: 'ℓ: distance over which the speed changes. Smooth: the correlation of two points falls with their distance d as exp(−d²/2ℓ²). Layers: mean thickness. Inclusions: mean diameter.',
    unit: 'm',
    min: 0.005,
    max: 1,
    step: 0.05,
    default: 0.2,
  }),
  cells: integer({
    title: 'Mesh cells per grid interval',
    help: 'Finite element cells from one grid point to the next, along x and along y. Twice as many make the truth four times as accurate and take eight times as long.',
    min: 1,
    max: 8,
    default: 2,
  }),
});
