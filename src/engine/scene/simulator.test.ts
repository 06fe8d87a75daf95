import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/leaves.ts';
import { gridPoints } from 'slimwave-waves/scene/points';
import { Simulator } from './simulator.ts';
import { ricker } from 'slimwave-waves/source';
import { planTiming } from 'slimwave-waves/scene/timing';

describe('timing', () => {
  it('hits every output time with a whole number of stable steps', () => {
    fc.assert(
      fc.property(
        fc.record({
          lambdaMax: fc.double({ min: 10, max: 1e6, noNaN: true }),
          from: fc.double({ min: 0, max: 2, noNaN: true }),
          length: fc.double({ min: 0.1, max: 5, noNaN: true }),
          frames: fc.integer({ min: 2, max: 64 }),
        }),
        ({ lambdaMax, from, length, frames }) => {
          const duration = from + length;
          const timing = planTiming(lambdaMax, { from, duration, frames });
          expect(timing.dt).toBeLessThan(2 / Math.sqrt(lambdaMax));
          expect(timing.outputTimes).toHaveLength(frames);
          expect(timing.outputTimes.at(-1)).toBe(duration);
          expect(Math.abs(timing.outputTimes[0] - from)).toBeLessThanOrEqual(timing.outputInterval);
          timing.outputTimes.forEach((t, k) => {
            const steps = (timing.skipped + k) * timing.stepsPerOutput;
            expect(Math.abs(steps * timing.dt - t)).toBeLessThan(1e-12 * duration);
          });
        },
      ),
    );
  });
});

it.each([
  [1, 1],
  [2, 1],
  [-1, 1],
  [NaN, 1],
])('timing refuses output times from %d s to %d s', (from, duration) => {
  expect(() => planTiming(1e4, { from, duration, frames: 5 })).toThrow(RangeError);
});

describe('Ricker wavelet', () => {
  it('peaks with one at 1.2/f, is quiet at the start and has no mean', () => {
    expect(ricker(1.2 / 3, 3)).toBe(1);
    expect(Math.abs(ricker(0, 3))).toBeLessThan(2e-5);
    const dt = 1e-4;
    let integral = 0;
    for (let t = 0; t < 2; t += dt) integral += ricker(t, 3) * dt;
    expect(Math.abs(integral)).toBeLessThan(1e-6);
  });
});

describe('simulator', () => {
  const experiment = {
    ...defaultExperiment,
    scene: { ...defaultExperiment.scene, elements: 24 },
    task: { ...defaultExperiment.task, grid: 9, frames: 6 },
  };
  const source = { x: 0.25, y: 0.5, frequency: 2, others: [] };

  it('gives the same bits again, also after another source', () => {
    const simulator = new Simulator(experiment);
    const first = simulator.run(source).zone;
    simulator.run({ x: 0.3, y: 0.4, frequency: 3, others: [] });
    expect(simulator.run(source).zone).toEqual(first);
    expect(new Simulator(experiment).run(source).zone).toEqual(first);
  });

  it('an own delay of the wavelet delays the whole wave', () => {
    const later = { ...experiment, source: { ...experiment.source, delay: 0.8 } };
    const points = { receivers: [[0.6, 0.5]] as const };
    const [[early], [late]] = [experiment, later].map(
      (one) => new Simulator(one).run(source, points).traces,
    );
    const { dt } = new Simulator(experiment).prepare(source).timing;
    // The peak is at 0.6 s otherwise.
    const top = (u: Float64Array) => u.indexOf(u.reduce((a, b) => Math.max(a, b)));
    expect((top(late) - top(early)) * dt).toBeCloseTo(0.2, 1);
  });

  it('records the zone, the receivers and the whole square consistently', () => {
    const simulator = new Simulator({
      ...experiment,
      zone: { ...experiment.zone, x: [0, 1], y: [0, 1] },
      task: { ...experiment.task, grid: 25 },
    });
    const { timing } = simulator.prepare(source);
    const points = gridPoints([0, 1], [0, 1], 25);
    const at = 13 * 25 + 7;
    const { zone, domain, traces, energy } = simulator.run(source, {
      receivers: [points[at]],
      domain: true,
      energy: true,
    });
    expect(traces[0]).toHaveLength(timing.steps + 1);
    expect(energy.values.length).toBeGreaterThan(20);
    expect(energy.times).toHaveLength(energy.values.length);
    for (let frame = 0; frame < 6; frame++) {
      const interval = timing.skipped + frame;
      const fromZone = zone[frame * 625 + at];
      expect(domain[interval * 625 + at]).toBeCloseTo(fromZone, 10);
      expect(traces[0][interval * timing.stepsPerOutput]).toBeCloseTo(fromZone, 10);
    }
  });

  it('is quiet where no wave can be yet', () => {
    // c = 1 m/s and the wavelet peaks after 0.6 s: at 0.1 s nothing has travelled 0.5 m.
    const early = new Simulator({
      ...experiment,
      scene: { ...experiment.scene, from: 0, duration: 0.1 },
    });
    const { domain } = early.run(source, { domain: true });
    const farCorner = domain.length - 1;
    expect(Math.abs(domain[farCorner])).toBeLessThan(1e-9);
  });
});
