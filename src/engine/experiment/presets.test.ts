import { describe, expect, it } from 'vitest';
import { meshQuality } from 'slimwave-waves/mesh/quality';
import { Simulator } from '../scene/simulator.ts';
import { sampleParameters } from '../data/sampling.ts';
import { middleParameters } from './parameters.ts';
import { presets } from './presets.ts';
import { originOf } from '../tasks/index.ts';
import { validateExperiment } from '../opening/validate.ts';

const named = presets.map((preset) => [preset.id, preset] as const);

describe.each(named)('preset %s', (_, { experiment }) => {
  it('has nothing wrong', () => {
    expect(validateExperiment(experiment)).toEqual([]);
  });
});

// Fields of a propagator are exact and have no mesh.
const simulated = named.filter(([, { experiment }]) => originOf(experiment).simulated);

describe.each(simulated)('preset %s', (_, { experiment }) => {
  it('is meshed well and makes waves in the zone, whatever its parameters are', () => {
    const simulator = new Simulator(experiment);
    const { test } = sampleParameters(experiment);
    for (const parameters of [middleParameters(experiment), ...test.slice(0, 4)]) {
      const { model } = simulator.prepare(parameters);
      // Between the straight lines through the corners of quadrilaterals, which may be curved.
      expect(meshQuality(model.mesh).smallestAngle).toBeGreaterThanOrEqual(25);
      const { zone } = simulator.run(parameters);
      const largest = zone.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      expect(largest).toBeGreaterThan(1e-5);
      expect(largest).toBeLessThan(1e-2);
    }
    simulator.dispose();
  });
});
