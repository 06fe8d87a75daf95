import { expect, it } from 'vitest';
import { fedBackErrors, INTERVALS, LOST } from './feedBack.ts';

/** A field of eight modes that swing as cos ωk, one number each. */
const omegas = [0.3, 0.9, 1.4, 2, 2.5, 3.1, 4.4, 5];
const amplitudes = [1, -0.5, 0.8, 0.3, -1.2, 0.7, 0.4, -0.6];
const at = (k: number, scale = 1) =>
  Float32Array.from(amplitudes, (a, i) => scale * a * Math.cos(omegas[i] * k));
const starts = [at(0), at(0, 2)];
const truth = (sample: number, k: number) => at(k, sample + 1);
const goOn = async () => true;

const oneInterval = (factor: number) => async (fields: Float32Array) =>
  fields.map((value, at_) => factor * value * Math.cos(omegas[at_ % omegas.length]));

it('forecasts of the exact propagator stay exact over all intervals', async () => {
  const errors = await fedBackErrors(starts, truth, oneInterval(1), goOn);
  expect(errors).toHaveLength(INTERVALS);
  expect(Math.max(...errors!)).toBeLessThan(1e-5);
});

it('the first one has the error of the forecast itself', async () => {
  const [first] = (await fedBackErrors(starts, truth, oneInterval(0.9), goOn))!;
  expect(first).toBeCloseTo(0.1, 6);
});

it('a network that lets modes grow is lost soon, and its errors end there', async () => {
  const errors = (await fedBackErrors(starts, truth, oneInterval(2), goOn))!;
  expect(errors.length).toBeLessThan(INTERVALS);
  expect(errors.at(-1)).toBeGreaterThan(LOST);
  expect(errors.slice(0, -1).every((error) => error <= LOST)).toBe(true);
});

it('is stopped between two intervals', async () => {
  let asked = 0;
  const errors = fedBackErrors(starts, truth, oneInterval(1), async () => ++asked < 3);
  expect(await errors).toBeUndefined();
  expect(asked).toBe(3);
});
