import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittedSlope } from 'slimwave-base/math';
import { SceneError } from './sceneError.ts';
import { perimeterOf, pointAt, positionOf, traceInterpolator, tracePositions } from './trace.ts';

const box = { x: [0.2, 0.9], y: [0.3, 0.7] } as const;

describe('positions along the boundary', () => {
  it('and points are inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2.2 - 1e-9, noNaN: true }), (s) => {
        const back = positionOf(box, pointAt(box, s));
        // The lower left corner is both the beginning and the end.
        expect(Math.min(Math.abs(back - s), Math.abs(Math.abs(back - s) - 2.2))).toBeLessThan(
          1e-12,
        );
      }),
    );
  });

  it('begin at the lower left corner, meet all corners and ascend', () => {
    const positions = [...tracePositions(box, 20)];
    expect(positions).toHaveLength(2 * (14 + 8));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    const corners = [0, 14, 22, 36].map((k) => pointAt(box, positions[k]));
    const exact = [
      [0.2, 0.3],
      [0.9, 0.3],
      [0.9, 0.7],
      [0.2, 0.7],
    ];
    corners.forEach(([x, y], k) => {
      expect(x).toBeCloseTo(exact[k][0], 12);
      expect(y).toBeCloseTo(exact[k][1], 12);
    });
  });
});

describe('interpolation of a trace', () => {
  /** A function of arc length and time that does not vanish at t = 0, sampled. */
  const u = (s: number, t: number) => Math.cos((2 * Math.PI * s) / 2.2 + 0.3) * Math.cos(3 * t);
  const traceOf = (cells: number) => {
    const positions = tracePositions(box, cells);
    const interval = 1 / cells;
    const values = Float64Array.from({ length: (cells + 1) * positions.length }, (_, k) =>
      u(positions[k % positions.length], Math.floor(k / positions.length) * interval),
    );
    return { positions, perimeter: perimeterOf(box), interval, values };
  };

  it('takes any positions, also such that begin somewhere on the way', () => {
    const positions = Float64Array.of(0.3, 0.8, 1.6);
    const trace = {
      positions,
      perimeter: 2.2,
      interval: 1,
      values: Float64Array.of(3, 8, 16, 6, 16, 32),
    };
    const at = traceInterpolator(trace, [0.3, 0.55, 2, 0.15], 1);
    const out = new Float64Array(4);
    // From 1.6 on to 2.5, which is 0.3 again, it falls from 16 to 3.
    const expected = [3, 5.5, 16 - (13 * 0.4) / 0.9, 16 - (13 * 0.75) / 0.9];
    for (const [t, factor] of [
      [0, 1],
      [0.25, 1.25],
      [1, 2],
    ] as const) {
      at(t, out);
      out.forEach((value, i) => expect(value).toBeCloseTo(factor * expected[i], 12));
    }
  });

  it('is refused where the trace ends before the run, or has one time only', () => {
    const trace = traceOf(12);
    expect(() => traceInterpolator(trace, [0], 1.1)).toThrow('needs it up to 1.10 s');
    const values = trace.values.slice(0, trace.positions.length);
    expect(() => traceInterpolator({ ...trace, values }, [0], 0)).toThrow(SceneError);
  });

  it('gives the trace itself at its own positions and times', () => {
    const trace = traceOf(12);
    const count = trace.positions.length;
    const at = traceInterpolator(trace, [...trace.positions], 1);
    const out = new Float64Array(count);
    for (const k of [0, 1, 5, 11, 12]) {
      at(k * trace.interval, out);
      expect(out).toEqual(trace.values.slice(k * count, (k + 1) * count));
    }
  });

  it('is of second order everywhere, also between the last position and the first and at both ends', () => {
    const positions = Array.from({ length: 157 }, (_, i) => (2.2 * (i + 0.37)) / 157);
    const sizes = [16, 32, 64, 128];
    const errors = sizes.map((cells) => {
      const at = traceInterpolator(traceOf(cells), positions, 1);
      const out = new Float64Array(positions.length);
      let largest = 0;
      for (let t = 0; t < 1; t += 0.0037) {
        at(t, out);
        out.forEach((value, i) => {
          largest = Math.max(largest, Math.abs(value - u(positions[i], t)));
        });
      }
      return largest;
    });
    const order = -fittedSlope(sizes.map(Math.log), errors.map(Math.log));
    expect(order).toBeGreaterThan(1.9);
  });

  it('from order 2 on has degree p along the arc and degree 5 in time', () => {
    const order = 4;
    const errors = [8, 16].map((cells) => {
      const positions = tracePositions(box, cells, order);
      const interval = 1 / (2 * cells);
      const values = Float64Array.from({ length: (2 * cells + 1) * positions.length }, (_, k) =>
        u(positions[k % positions.length], Math.floor(k / positions.length) * interval),
      );
      const trace = { positions, perimeter: perimeterOf(box), interval, values, order };
      const own = traceInterpolator(trace, [...positions], 1);
      const out = new Float64Array(positions.length);
      own(3 * interval, out);
      out.forEach((value, i) => expect(value).toBeCloseTo(values[3 * positions.length + i], 12));
      const at = Array.from({ length: 61 }, (_, i) => (2.2 * (i + 0.37)) / 61);
      const between = traceInterpolator(trace, at, 1);
      const found = new Float64Array(at.length);
      let largest = 0;
      for (let t = 0; t < 1; t += 0.0137) {
        between(t, found);
        found.forEach((value, i) => {
          largest = Math.max(largest, Math.abs(value - u(at[i], t)));
        });
      }
      return largest;
    });
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(4.7);
  });
});
