import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectSound } from './invariants.testing.ts';
import { MeshError, type Point } from './mesh.ts';
import { meshRegion, type Loop, type MeshOptions, type Region } from './unstructured.ts';

const corners: Point[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const square: Loop = { points: corners, names: 'side' };
const withHole = (...points: Point[]): Region => ({
  outline: square,
  holes: [{ points, names: 'obstacle' }],
  lines: [],
});
const withLine = (...points: Point[]): Region => ({
  outline: square,
  holes: [],
  lines: [{ points, closed: false }],
});
const expectError = (region: Region, message: RegExp, options: MeshOptions = { size: 0.1 }) => {
  expect(() => meshRegion(region, options)).toThrow(MeshError);
  expect(() => meshRegion(region, options)).toThrow(message);
};

describe('a region that cannot be meshed is refused with a reason', () => {
  it('numbers that are not finite', () => {
    expectError(withHole([0.2, 0.2], [NaN, 0.2], [0.3, 0.4]), /Point 2 of Obstacle 1/);
    expectError(withLine([0, 0.5], [Infinity, 0.5]), /Point 2 of interface 1/);
    for (const size of [0, -1, NaN, Infinity]) expectError(withHole(), /mesh size/, { size });
  });

  it('a tolerance that is negative or would swallow triangles', () => {
    for (const tolerance of [-0.01, NaN, 0.1]) {
      expectError(withHole(), /tolerance/, { size: 0.1, tolerance });
    }
  });

  it('loops without area or with too few points or names', () => {
    expectError(withHole([0.2, 0.2], [0.4, 0.4]), /three points/);
    expectError(withHole([0.2, 0.2], [0.4, 0.4], [0.6, 0.6]), /no area/);
    expectError(
      { outline: { points: corners, names: ['a'] }, holes: [], lines: [] },
      /4 edges but 1/,
    );
  });

  it('loops that cross or touch themselves', () => {
    expectError(
      withHole([0.2, 0.2], [0.6, 0.6], [0.6, 0.2], [0.2, 0.5]),
      /crosses or touches itself at x = /,
    );
    expectError(
      withHole([0.2, 0.2], [0.6, 0.2], [0.6, 0.6], [0.4, 0.2], [0.2, 0.6]),
      /touches itself at x = 0.4 m, y = 0.2 m/,
    );
    // A spike that runs out and back.
    expectError(
      withHole([0.2, 0.2], [0.8, 0.2], [0.5, 0.2], [0.5, 0.6], [0.2, 0.6]),
      /touches itself/,
    );
  });

  it('an obstacle over everything', () => {
    expectError(withHole([-1, -1], [2, -1], [2, 2], [-1, 2]), /cover the whole domain/);
    expectError(withHole(...corners), /cover the whole domain/);
  });

  it('details far finer than the mesh', () => {
    expectError(withLine([0.3, -1], [0.3, 0.5], [0.301, 0.5], [0.301, 0.9]), /edge .* too fine/);
    expectError(withHole([0.001, 0.3], [0.4, 0.3], [0.4, 0.6], [0.001, 0.6]), /gap .* too fine/i);
  });

  it('corners too sharp', () => {
    expectError(withLine([0, 0.5], [1, 0.5], [0, 0.55]), /x = 1 m, y = 0.5 m is too sharp/);
  });

  it('more nodes than allowed, with a number of cells that fits', () => {
    const region: Region = { outline: square, holes: [], lines: [] };
    expectError(region, /at most \d+ mesh cells per metre/, { size: 1e-4 });
    for (const maxNodes of [50, 500, 5000]) {
      let message = '';
      try {
        meshRegion(region, { size: 0.003, maxNodes });
      } catch (error) {
        message = String(error);
      }
      const size = 1 / Number(/at most (\d+) mesh cells/.exec(message)![1]);
      expectSound(meshRegion(region, { size, maxNodes }), 0);
    }
  });
});

it('meshes or refuses any tangle of shapes, but never hangs or breaks', () => {
  const point = fc.tuple(
    fc.double({ min: -0.2, max: 1.2, noNaN: true }),
    fc.double({ min: -0.2, max: 1.2, noNaN: true }),
  );
  const rounded = point.map(([x, y]): Point => [Math.round(x * 8) / 8, Math.round(y * 8) / 8]);
  const polygon = fc.array(rounded, { minLength: 3, maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(polygon, { maxLength: 3 }),
      fc.array(fc.array(fc.oneof(point, rounded), { maxLength: 4 }), { maxLength: 3 }),
      fc.boolean(),
      fc.constantFrom(0, 0.1),
      (holes, lines, closed, tolerance) => {
        const region: Region = {
          outline: square,
          holes: holes.map((points) => ({ points, names: 'obstacle' })),
          lines: lines.map((points) => ({ points, closed })),
        };
        try {
          const { cells, x, y } = meshRegion(region, { size: 1 / 12, tolerance: tolerance / 12 });
          for (let t = 0; t < cells.length; t += 3) {
            const [a, b, c] = cells.subarray(t, t + 3);
            expect((x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a])).toBeGreaterThan(
              0,
            );
          }
        } catch (error) {
          if (!(error instanceof MeshError)) throw error;
        }
      },
    ),
    { numRuns: 150 },
  );
});
