import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromArray, freeParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { validateExperiment } from '../opening/validate.ts';
import { MeshError } from 'slimwave-waves/mesh/mesh';
import { SceneError } from 'slimwave-waves/scene/sceneError';
import { Simulator } from './simulator.ts';

const condition = fc.constantFrom('fixed', 'free', 'absorbing', 'driven');
/** Coarse places, so that shapes often touch each other, the sides and the zone; some a hair beside that. */
const place = fc
  .tuple(fc.integer({ min: 1, max: 18 }), fc.constantFrom(0, 0, 0, 1e-4, -1e-7, 1e-10))
  .map(([k, off]) => k / 20 + off);
const size = fc.constantFrom(0.01, 0.05, 0.1, 0.2, 0.3);
const number = (value: fc.Arbitrary<number>) =>
  fc
    .tuple(value, fc.constantFrom(0, 0, 0, 0.05))
    .map(([low, more]) => (more > 0 ? `${low}..${low + more}` : `${low}`));
const shape = fc.oneof(
  fc.tuple(number(place), number(place), size).map((n) => ({ kind: 'circle', numbers: n.join() })),
  fc
    .tuple(number(place), number(place), size, size)
    .map((n) => ({ kind: 'rectangle', numbers: n.join() })),
  fc
    .array(fc.tuple(place, place), { minLength: 3, maxLength: 5 })
    .map((n) => ({ kind: 'polygon', numbers: n.flat().join() })),
);
const obstacle = fc
  .tuple(shape, condition)
  .map(([{ kind, numbers }, what]) => `${kind}(${what},${numbers})`);
const scene = fc.record({
  obstacles: fc.array(obstacle, { maxLength: 2 }),
  sides: fc.tuple(
    fc.constantFrom('fixed', 'free', 'absorbing'),
    fc.constantFrom('fixed', 'free', 'absorbing'),
  ),
  end: fc.constantFrom(0, 1),
});

/** The pulse's balance on absorbing sides has ended by then (s): five of its widths at 1 m/s. */
const BALANCED = 0.76;

describe('any scene', () => {
  it('is refused with a sentence, or gives numbers whose energy does not grow', () => {
    let simulated = 0;
    fc.assert(
      fc.property(scene, ({ obstacles, sides, end }) => {
        const experiment = experimentFrom({
          'scene.mesh': 'fitted',
          'scene.elements': '20',
          'scene.duration': '1.2',
          'scene.from': '0',
          'scene.left': sides[0],
          'scene.top': sides[1],
          'scene.obstacles': obstacles.join(' '),
          'source.kind': 'pulse',
          'source.x': '0.1',
          'source.y': '0.1',
          'source.frequency': '1',
          'source.width': '0.15',
          'task.grid': '8',
          'task.frames': '4',
        });
        const issues = validateExperiment(experiment);
        for (const { message } of issues) expect(message).toMatch(/^[A-Z].*\.$/s);
        if (issues.length > 0) return;
        const values = freeParameters(experiment).map(({ low, high }) => (end === 0 ? low : high));
        const simulator = new Simulator(experiment);
        try {
          const { zone, domain, energy } = simulator.run(fromArray(values), {
            domain: true,
            energy: true,
          });
          simulated++;
          expect(zone.every(Number.isFinite)).toBe(true);
          expect(domain.every(Number.isFinite)).toBe(true);
          const driven = obstacles.some((text) => text.includes('driven'));
          const later = energy.values.filter((_, i) => energy.times[i] > BALANCED);
          later.slice(1).forEach((value, i) => {
            if (!driven) expect(value).toBeLessThanOrEqual(later[i] * (1 + 1e-9));
          });
        } catch (error) {
          if (!(error instanceof MeshError || error instanceof SceneError)) throw error;
          expect(error.message).toMatch(/^[A-Z].*\.$/s);
        } finally {
          simulator.dispose();
        }
      }),
      {
        seed: 11,
        numRuns: 40,
        examples: [
          // The mesh closes the gap between the obstacle and the side.
          [
            {
              obstacles: ['rectangle(fixed,0.0501,0.2,0.1,0.2)'],
              sides: ['fixed', 'fixed'],
              end: 0,
            },
          ],
        ],
      },
    );
    expect(simulated).toBeGreaterThan(5);
  });
});
