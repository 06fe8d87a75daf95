import { describe, expect, it } from 'vitest';
import { gll, lagrange, MAX_ORDER } from './gll.ts';

const orders = Array.from({ length: MAX_ORDER }, (_, k) => k + 1);

describe.each(orders)('GLL points of order %i', (order) => {
  const { points, weights, derivative, stiffness } = gll(order);

  it('integrate polynomials up to degree 2p − 1, and no further', () => {
    const integral = (degree: number) =>
      points.reduce((sum, x, k) => sum + weights[k] * x ** degree, 0);
    for (let degree = 0; degree < 2 * order; degree++) {
      expect(integral(degree)).toBeCloseTo(degree % 2 === 0 ? 2 / (degree + 1) : 0, 13);
    }
    expect(Math.abs(integral(2 * order) - 2 / (2 * order + 1))).toBeGreaterThan(1e-5);
  });

  it('ascend from −1 to 1, symmetric to the last bit', () => {
    expect([points[0], points[order]]).toEqual([-1, 1]);
    points.forEach((x, k) => {
      expect(x + points[order - k]).toBe(0);
      if (k > 0) expect(x).toBeGreaterThan(points[k - 1]);
    });
  });

  it('differentiate polynomials up to degree p exactly', () => {
    for (let degree = 0; degree <= order; degree++) {
      for (let i = 0; i <= order; i++) {
        const slope = points.reduce(
          (sum, x, k) => sum + derivative[i * (order + 1) + k] * x ** degree,
          0,
        );
        const exact = degree === 0 ? 0 : degree * points[i] ** (degree - 1);
        expect(slope).toBeCloseTo(exact, 11);
      }
    }
  });

  it('interpolate polynomials up to degree p exactly', () => {
    const out = new Float64Array(order + 1);
    for (const x of [-1, -0.37, 0, 0.8, 1, 1.05]) {
      lagrange(gll(order), x, out);
      const value = out.reduce((sum, weight, k) => sum + weight * points[k] ** order, 0);
      expect(value).toBeCloseTo(x ** order, 12);
    }
  });

  it('have the stiffness ∫ ℓ_i′ ℓ_k′: of x it makes the end forces −1 and 1', () => {
    for (let i = 0; i <= order; i++) {
      const force = points.reduce((sum, x, k) => sum + stiffness[i * (order + 1) + k] * x, 0);
      const atEnd = i === 0 ? -1 : 0;
      expect(force).toBeCloseTo(i === order ? 1 : atEnd, 12);
    }
  });
});

it.each([0, 9, 2.5, NaN])('refuses order %f', (order) => {
  expect(() => gll(order)).toThrow('order from 1 to 8');
});
