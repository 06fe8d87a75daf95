/** Errors on grids of any numbers of points along x and y. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownDataSets } from '../data/own.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { checkOwnData } from '../files/ownData.ts';
import { product, sum } from '../math.ts';
import { experimentOn } from '../opening/ownExperiment.ts';
import { randomStream } from '../random.ts';
import { gridSpacing } from '../data/spacing.ts';
import { outputGeometry } from './geometry.ts';
import { errorReport, type ErrorReport } from './report.ts';

const [TRAIN, TEST] = [8, 2];
const SAMPLES = TRAIN + TEST;

/** [samples, channels, x, y] */
type Shape = readonly [number, number, number, number];

const rectangle = fc.record({
  x: fc.integer({ min: 4, max: 9 }),
  y: fc.integer({ min: 4, max: 9 }),
  channels: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(999),
});

function fieldsOf(shape: Shape, seed: number): Float32Array {
  const random = randomStream(seed, 'rectangles');
  return Float32Array.from({ length: product(shape) }, () => random.normal());
}

/** [n, c, x, y] to [n, c, y, x]. */
function transposed(fields: Float32Array, [, , x, y]: Shape): Float32Array {
  const size = x * y;
  return fields.map((_, at) => {
    const [j, i] = [Math.floor((at % size) / x), at % x];
    return fields[at - (at % size) + i * y + j];
  });
}

/** The report of forecasts that are off by `errors`, [test samples, c, x, y] as networks learn fields; and their truth. */
async function reportOf(fields: Float32Array, errors: Float32Array, shape: Shape) {
  const [, channels, x, y] = shape;
  const parameters = Float32Array.from({ length: SAMPLES }, (_, i) => i);
  const own = checkOwnData(
    new Map([
      ['parameters', { shape: [SAMPLES, 1], data: parameters, dtype: '<f4' }],
      ['fields', { shape: [...shape], data: fields, dtype: '<f4' }],
    ]),
  );
  const divided = experimentFrom({ 'data.train': String(TRAIN), 'data.test': String(TEST) });
  const experiment = experimentOn(own, divided);
  const sets = ownDataSets(own, experiment);
  const { test } = sets;
  // From [c, x, y] to the memory order of a network, [x, y, c].
  const inOrder = (at: number, sample: number) =>
    errors[sample * test.size + (at % channels) * x * y + Math.floor(at / channels)];
  let sample = 0;
  const forecast = async (inputs: Float32Array) => {
    const begin = sample;
    sample += inputs.length / test.inputSize;
    const truth = test.fields.slice(begin * test.size, sample * test.size);
    return truth.map((u, i) => u + inOrder(i % test.size, begin + Math.floor(i / test.size)));
  };
  const trainer = { step: 1, batchSize: 4, forecast };
  const report = await errorReport({ experiment, id: 'a', trainer, sets }, async () => true);
  return { report: report!, truth: test.fields.slice(), size: test.size };
}

/** Coefficients of one frame by the definition of the orthonormal cosine transform, in units of its mean square. */
function cosines(value: (i: number, j: number) => number, x: number, y: number): Float64Array {
  const wave = (k: number, at: number, n: number) =>
    Math.sqrt((k === 0 ? 1 : 2) / n) * Math.cos((Math.PI * k * (at + 0.5)) / n);
  return Float64Array.from({ length: x * y }, (_, at) => {
    const [k, l] = [Math.floor(at / y), at % y];
    let total = 0;
    for (let i = 0; i < x; i++) {
      for (let j = 0; j < y; j++) total += value(i, j) * wave(k, i, x) * wave(l, j, y);
    }
    return total / Math.sqrt(x * y);
  });
}

function closeTo(found: readonly number[], wanted: readonly number[], digits = 5): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], digits));
}

/** Of all frames by wave, energies of truth and error. */
function energiesOf(truth: Float32Array, errors: Float32Array, [, channels, x, y]: Shape) {
  const energies = { truth: new Float64Array(x * y), error: new Float64Array(x * y) };
  for (let frame = 0; frame < TEST * channels; frame++) {
    const [sample, c] = [Math.floor(frame / channels), frame % channels];
    const size = channels * x * y;
    const u = (i: number, j: number) => truth[sample * size + (i * y + j) * channels + c];
    const e = (i: number, j: number) => errors[frame * x * y + i * y + j];
    cosines(u, x, y).forEach((value, at) => (energies.truth[at] += value ** 2));
    cosines(e, x, y).forEach((value, at) => (energies.error[at] += value ** 2));
  }
  return energies;
}

describe('the errors on a rectangle', () => {
  it('are those of plain sums over samples, points and cosine waves', async () => {
    await fc.assert(
      fc.asyncProperty(rectangle, async ({ x, y, channels, seed }) => {
        const shape: Shape = [SAMPLES, channels, x, y];
        const errors = fieldsOf([TEST, channels, x, y], seed + 1);
        const { report, truth, size } = await reportOf(fieldsOf(shape, seed), errors, shape);
        const squares = (values: Float32Array, sample: number) =>
          sum(Array.from(values.subarray(sample * size, (sample + 1) * size), (u) => u * u));
        closeTo(
          report.samples,
          [0, 1].map((i) => Math.sqrt(squares(errors, i) / squares(truth, i))),
        );
        expect(report.map.shape).toEqual([x, y]);
        const frames = TEST * channels;
        closeTo(
          [...report.map.values],
          Array.from({ length: x * y }, (_, p) =>
            Array.from({ length: frames }, (__, frame) =>
              Math.abs(errors[frame * x * y + p]),
            ).reduce((total, one) => total + one / frames, 0),
          ),
        );
        checkWaves(report.waves, energiesOf(truth, errors, shape), [x, y]);
      }),
      { numRuns: 6 },
    );
  });

  it('are the same on the transposed rectangle', async () => {
    await fc.assert(
      fc.asyncProperty(rectangle, async ({ x, y, channels, seed }) => {
        const shape: Shape = [SAMPLES, channels, x, y];
        const some: Shape = [TEST, channels, x, y];
        const [fields, errors] = [fieldsOf(shape, seed), fieldsOf(some, seed + 1)];
        const { report: one } = await reportOf(fields, errors, shape);
        const { report: other } = await reportOf(
          transposed(fields, shape),
          transposed(errors, some),
          [SAMPLES, channels, y, x],
        );
        closeTo(other.samples, one.samples);
        closeTo(other.frames?.errors ?? [], one.frames?.errors ?? []);
        closeTo([...other.map.values], [...transposed(one.map.values, [1, 1, x, y])]);
        expect(other.waves.limits).toEqual(one.waves.limits);
        closeTo(other.waves.wavenumbers, one.waves.wavenumbers, 9);
        for (const part of ['truth', 'forecast', 'error'] as const) {
          closeTo(other.waves.energies[part], one.waves.energies[part]);
        }
        closeTo(
          other.waves.bands.map(({ error }) => error),
          one.waves.bands.map(({ error }) => error),
          4,
        );
      }),
      { numRuns: 6 },
    );
  });
});

it('lengths are those of the coordinates in the file, if it has any', () => {
  const experiment = experimentFrom({
    'task.kind': 'own',
    'task.inputs': '2',
    'task.outputs': '1x5x9',
  });
  const along = (points: number, gap: number, power = 1) =>
    Float64Array.from({ length: points }, (_, i) => 7 + gap * i ** power);
  const outputs = { shape: [3, 1, 5, 9], data: new Float32Array(0), dtype: '' };
  const lengths = (x?: Float64Array, y?: Float64Array) => {
    const spacing = gridSpacing({ outputs, coordinates: { x, y } });
    const { space, lengthUnit } = outputGeometry(experiment, spacing);
    return [lengthUnit, ...space.map(({ length }) => length)];
  };
  expect(lengths(along(5, 0.5), along(9, -2))).toEqual(['file', 2.5, 18]);
  // One axis alone says nothing of the other, and uneven points have no wavelengths.
  expect(lengths(along(5, 0.5))).toEqual(['points', 5, 9]);
  expect(lengths(along(5, 0.5), along(9, 2, 1.2))).toEqual(['points', 5, 9]);
  expect(lengths(along(5, 0.5), along(10, 2))).toEqual(['points', 5, 9]);
});

/** Wave (k, l) has ½ √((k/x)² + (l/y)²) cycles per point; the longest half-wave lies along the longer side. */
function checkWaves(
  waves: ErrorReport['waves'],
  energies: { truth: Float64Array; error: Float64Array },
  [x, y]: readonly [number, number],
): void {
  const total = sum([...energies.truth]);
  const side = Math.max(x, y);
  expect(waves.lengthUnit).toBe('points');
  expect(waves.limits[0] ** 3).toBeCloseTo((2 * side) ** 2 * 2, 6);
  expect(waves.limits[1] ** 3).toBeCloseTo(2 * side * 2 ** 2, 6);
  const cycles = (at: number) => Math.hypot(Math.floor(at / y) / x, (at % y) / y) / 2;
  const share = (values: Float64Array, has: (k: number) => boolean) =>
    sum(Array.from(values, (energy, at) => (has(cycles(at)) ? energy / total : 0)));
  waves.wavenumbers.forEach((k, bin) => {
    expect(k).toBeCloseTo(bin / side, 12);
    const inBin = (one: number) =>
      bin === 0 ? one === 0 : one > 0 && Math.max(1, Math.round(one * side)) === bin;
    expect(waves.energies.truth[bin]).toBeCloseTo(share(energies.truth, inBin), 5);
    expect(waves.energies.error[bin]).toBeCloseTo(share(energies.error, inBin), 5);
  });
  const [long, short] = waves.limits;
  const inBands = [
    (k: number) => k * long <= 1,
    (k: number) => k * long > 1 && k * short <= 1,
    (k: number) => k * short > 1,
  ];
  inBands.forEach((inBand, band) => {
    expect(waves.bands[band].share).toBeCloseTo(share(energies.truth, inBand), 5);
    const error = share(energies.error, inBand);
    expect(waves.bands[band].share * waves.bands[band].error ** 2).toBeCloseTo(error, 4);
  });
}
