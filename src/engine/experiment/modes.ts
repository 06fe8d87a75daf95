/** The random fields of the propagator task: exact solutions in a square with fixed sides. */
import * as v from 'valibot';
import { integer, number } from './fields.ts';

export const modes = v.strictObject({
  count: integer({
    title: 'Modes per axis',
    help: 'K: the fields are sums of K × K standing waves sin(πix) sin(πjy) with random amplitudes.',
    min: 1,
    max: 64,
    default: 24,
  }),
  decay: number({
    title: 'Spectral decay',
    help: 'r: the amplitude of mode (i, j) is uniform in ±(i² + j²)^−r. Larger: smoother fields.',
    min: 0,
    max: 4,
    step: 0.05,
    default: 1,
  }),
  speed: number({
    title: 'Speed in the square',
    help: 'Wave speed c of the random fields.',
    unit: 'm/s',
    min: 0.001,
    max: 10,
    step: 0.01,
    default: 0.1,
  }),
  time: number({
    title: 'Forecast time',
    help: 'T: how long after the start the field is forecast.',
    unit: 's',
    min: 0.01,
    max: 100,
    step: 0.5,
    default: 5,
  }),
  shiftCount: integer({
    title: 'Modes out of distribution',
    help: 'K of a second test set from another distribution.',
    min: 1,
    max: 64,
    default: 32,
  }),
  shiftDecay: number({
    title: 'Decay out of distribution',
    help: 'r of the second test set.',
    min: 0,
    max: 4,
    step: 0.05,
    default: 0.85,
  }),
});
