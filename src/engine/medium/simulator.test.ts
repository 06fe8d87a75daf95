import { describe, expect, it } from 'vitest';
import { sampleParameters } from '../data/sampling.ts';
import { withValue } from '../experiment/leaves.ts';
import type { SampleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { assembleStiffness } from 'slimwave-waves/assembly';
import { largestEigenvalue } from 'slimwave-waves/spectrum';
import { structuredRectangles, structuredTriangles } from 'slimwave-waves/mesh/structured';
import { StiffnessPattern } from 'slimwave-waves/pattern';
import { relativeL2OfField } from '../metrics.ts';
import { ModalSeries } from '../modes/series.ts';
import { INTERVALS, speedField } from './sample.ts';
import { MediumSimulator } from './simulator.ts';

const small = experimentFrom({
  'task.kind': 'medium',
  'task.grid': '16',
  'modes.count': '3',
  'data.train': '4',
  'data.test': '2',
});
const samples = sampleParameters(small).train;

const truthOf = (experiment: Experiment, values: SampleParameters): Float32Array =>
  new MediumSimulator(experiment).targets([values])[0];

describe('the field in a medium', () => {
  it('converges to the exact modes with order two where the speed is constant', () => {
    // The time step divides 40 intervals: with this time it is the same share of the mesh size on all three meshes.
    const constant = withValue(withValue(small, 'medium.contrast', 1), 'modes.time', 17.5);
    const { modes, task } = constant;
    const series = new ModalSeries({ ...modes, modes: modes.count, points: task.grid });
    const exact = series.fields(samples[0].others.slice(0, -1), [modes.time]);
    const errors = [1, 2, 4].map((cells) =>
      relativeL2OfField(truthOf(withValue(constant, 'medium.cells', cells), samples[0]), exact),
    );
    expect(errors[2]).toBeLessThan(5e-3);
    for (const k of [1, 2]) {
      expect(Math.log2(errors[k - 1] / errors[k])).toBeGreaterThan(1.9);
      expect(Math.log2(errors[k - 1] / errors[k])).toBeLessThan(2.1);
    }
  });

  it.each(['smooth', 'layers', 'inclusions'])('converges where it varies (%s)', (kind) => {
    const varying = withValue(withValue(small, 'medium.kind', kind), 'medium.contrast', 2);
    const [one, two, four] = [2, 4, 8].map((cells) =>
      truthOf(withValue(varying, 'medium.cells', cells), samples[1]),
    );
    const [first, second] = [relativeL2OfField(one, two), relativeL2OfField(two, four)];
    expect(second).toBeLessThan(0.005);
    expect(Math.log2(first / second)).toBeGreaterThan(1.4);
  });

  it('at T is that of a medium s times as slow at sT', () => {
    const slower = withValue(withValue(small, 'modes.speed', 0.05), 'modes.time', 10);
    expect(relativeL2OfField(truthOf(slower, samples[2]), truthOf(small, samples[2]))).toBeLessThan(
      1e-6,
    );
  });

  it('keeps its energy: the sides reflect everything', () => {
    const simulator = new MediumSimulator(small);
    const { leapfrog, timing } = simulator.start(samples[0]);
    leapfrog.step();
    const before = leapfrog.energy();
    for (let step = 1; step < timing.steps; step++) leapfrog.step();
    expect(before).toBeGreaterThan(0);
    expect(Math.abs(leapfrog.energy() / before - 1)).toBeLessThan(1e-12);
    leapfrog.dispose();
  });

  it('begins with u(0), ends with what the networks forecast, and is zero on the sides', () => {
    const simulator = new MediumSimulator(small);
    const { frames, timing } = simulator.run(samples[0], 'all');
    const size = 16 * 16;
    expect(frames).toHaveLength((INTERVALS + 1) * size);
    expect(timing.steps).toBe(INTERVALS * timing.stepsPerOutput);
    expect(timing.steps * timing.dt).toBeCloseTo(small.modes.time, 12);
    const series = new ModalSeries({ ...small.modes, modes: 3, points: 16 });
    expect(frames.slice(0, size)).toEqual(series.fields(samples[0].others.slice(0, -1), [0]));
    expect(frames.slice(-size)).toEqual(simulator.targets([samples[0]])[0]);
    for (let i = 0; i < 16; i++) {
      for (const k of [i, 15 * 16 + i, i * 16, i * 16 + 15]) expect(frames.at(k - size)).toBe(0);
    }
  });

  it('has a time step that is stable for the largest speed, and hardly a smaller one', () => {
    for (const values of samples) {
      const { leapfrog, timing } = new MediumSimulator(small).start(values);
      const h = 1 / (15 * small.medium.cells);
      const fastest = Math.max(...speedField(values, small));
      // Δt < h/(√2 c) on these triangles.
      const limit = h / (Math.SQRT2 * fastest);
      expect(timing.dt).toBeLessThan(limit * (1 + 1e-6));
      // The time step divides 40 intervals; one more step in each is the most that this costs.
      expect(timing.stepsPerOutput - 1).toBeLessThan(small.modes.time / INTERVALS / (0.95 * limit));
      leapfrog.dispose();
    }
  });
});

describe('the stiffness by its pattern', () => {
  it.each([structuredTriangles, structuredRectangles])(
    'has the bits of the assembly, in every material (%o)',
    (mesher) => {
      const mesh = mesher({ columns: 5, rows: 4 });
      const pattern = new StiffnessPattern(mesh);
      const cells = mesh.cells.length / mesh.corners;
      for (const wave of [1, 2.3]) {
        const kappa = Float64Array.from({ length: cells }, (_, i) => 2 + Math.sin(wave * i));
        const rho = new Float64Array(cells).fill(1);
        expect(pattern.stiffness(kappa)).toEqual(assembleStiffness(mesh, { kappa, rho }));
      }
    },
  );

  it('gives eigenvalues below 8 max(c)²/h², which the time step relies on', () => {
    const n = 12;
    const mesh = structuredTriangles({ columns: n, rows: n });
    const kappa = Float64Array.from({ length: 2 * n * n }, (_, i) => 1 + (i % 5) / 4);
    const stiffness = new StiffnessPattern(mesh).stiffness(kappa);
    const mass = new Float64Array(mesh.x.length).fill(1 / n ** 2);
    const largest = largestEigenvalue(stiffness, mass, new Uint8Array(mass.length));
    expect(largest).toBeLessThanOrEqual(8 * 2 * n ** 2);
  });
});
