import { describe, expect, it } from 'vitest';
import { multiply } from './csr.ts';
import { Leapfrog } from './leapfrog.ts';
import { uniformMaterial } from './assembly.ts';
import type { Mesh } from './mesh/mesh.ts';
import { structuredTriangles } from './mesh/structured.ts';
import { randomStream } from 'slimwave-base/random';
import { gaussianLoad, ricker, rickerCurvature, type Load } from './source.ts';
import { largestEigenvalue } from './spectrum.ts';
import { waveSystem, type Condition } from './system.ts';

type Boundary = Record<'left' | 'right' | 'bottom' | 'top', Condition>;

const all = (side: Condition): Boundary => ({
  left: side,
  right: side,
  bottom: side,
  top: side,
});

function unitSystem(n: number, speed: number, boundary: Boundary) {
  const mesh = structuredTriangles({ columns: n, rows: n });
  return waveSystem(mesh, uniformMaterial(mesh, speed), boundary);
}

function start(n: number, boundary: Boundary, courant = 0.5) {
  const mesh = structuredTriangles({ columns: n, rows: n });
  const system = waveSystem(mesh, uniformMaterial(mesh, 1), boundary);
  const dt = courant / n;
  return { mesh, system, leapfrog: new Leapfrog(system, dt), dt };
}

/** Sets u(0) and u(−Δt) from an exact solution. */
function initialise(
  leapfrog: Leapfrog,
  { x, y }: Mesh,
  exact: (x: number, y: number, t: number) => number,
) {
  leapfrog.u.forEach((_, i) => {
    leapfrog.u[i] = exact(x[i], y[i], 0);
    leapfrog.previous[i] = exact(x[i], y[i], -leapfrog.dt);
  });
}

/** Mass-weighted L2 error at time `end`. */
function modeError(
  n: number,
  boundary: Boundary,
  mode: (x: number, y: number) => number,
  omega: number,
) {
  const { mesh, system, leapfrog, dt } = start(n, boundary);
  const exact = (x: number, y: number, t: number) => mode(x, y) * Math.cos(omega * t);
  initialise(leapfrog, mesh, exact);
  const steps = 2 * n;
  for (let step = 0; step < steps; step++) leapfrog.step();
  const squares = leapfrog.u.reduce(
    (total, u, i) => total + system.mass[i] * (u - exact(mesh.x[i], mesh.y[i], steps * dt)) ** 2,
    0,
  );
  return Math.sqrt(squares);
}

/** The least order of convergence between neighbouring mesh sizes, each half the one before. */
const order = (errors: number[]) =>
  Math.min(...errors.slice(1).map((error, i) => Math.log2(errors[i] / error)));

const { PI, sin, cos, SQRT2 } = Math;
const sizes = [16, 32, 64, 128];

describe('standing modes of the square converge with order two', () => {
  it('all sides fixed', () => {
    const mode = (x: number, y: number) => sin(PI * x) * sin(PI * y);
    expect(order(sizes.map((n) => modeError(n, all('fixed'), mode, SQRT2 * PI)))).toBeGreaterThan(
      1.9,
    );
  });

  it('all sides free', () => {
    const mode = (x: number, y: number) => cos(2 * PI * x) * cos(PI * y);
    const omega = PI * Math.sqrt(5);
    expect(order(sizes.map((n) => modeError(n, all('free'), mode, omega)))).toBeGreaterThan(1.9);
  });

  it('left fixed, right free, bottom and top free', () => {
    const mode = (x: number, y: number) => sin((PI * x) / 2) * cos(PI * y);
    const omega = PI * Math.sqrt(1.25);
    const boundary = { ...all('free'), left: 'fixed' } as const;
    expect(order(sizes.map((n) => modeError(n, boundary, mode, omega)))).toBeGreaterThan(1.9);
  });
});

describe('energy', () => {
  const pulse = (x: number, y: number) => Math.exp(-80 * ((x - 0.4) ** 2 + (y - 0.6) ** 2));

  it('is constant to round-off over 10⁴ steps without damping', () => {
    const { mesh, leapfrog } = start(24, { ...all('fixed'), top: 'free' });
    initialise(leapfrog, mesh, (x, y) => (x === 0 || x === 1 || y === 0 ? 0 : pulse(x, y)));
    leapfrog.step();
    const first = leapfrog.energy();
    let drift = 0;
    for (let step = 0; step < 10_000; step++) {
      leapfrog.step();
      if (step % 100 === 0) drift = Math.max(drift, Math.abs(leapfrog.energy() / first - 1));
    }
    expect(first).toBeGreaterThan(0);
    expect(drift).toBeLessThan(1e-10);
  });

  it('never rises with absorbing sides and ends near zero', () => {
    const { mesh, leapfrog } = start(32, all('absorbing'));
    initialise(leapfrog, mesh, pulse);
    leapfrog.step();
    const first = leapfrog.energy();
    let last = first;
    for (let step = 0; step < 400; step++) {
      leapfrog.step();
      const energy = leapfrog.energy();
      expect(energy).toBeLessThanOrEqual(last * (1 + 1e-12));
      last = energy;
    }
    expect(last / first).toBeLessThan(1e-3);
  });
});

describe('absorbing side', () => {
  it('reflects at most 2 % of a plane wave at normal incidence, 20 points per wavelength', () => {
    const n = 100;
    const { mesh, leapfrog, dt } = start(n, { ...all('free'), right: 'absorbing' });
    const wavelength = 20 / n;
    // A wave packet to the right, out of the square after t = 0.7; what is left then was reflected.
    const packet = (s: number) =>
      Math.exp(-(((s - 0.5) / (1.2 * wavelength)) ** 2) * 4) * cos((2 * PI * s) / wavelength);
    initialise(leapfrog, mesh, (x, _, t) => packet(x - t));
    for (let step = 0; step * dt < 1; step++) leapfrog.step();
    const reflected = Math.max(...leapfrog.u.map(Math.abs));
    expect(reflected).toBeLessThan(0.02);
  });
});

describe('symmetries', () => {
  const run = (source: { x: number; y: number }, boundary: Boundary) => {
    const { mesh, system, leapfrog, dt } = start(30, boundary);
    const load = gaussianLoad(mesh, system.mass, source, 0.05);
    for (let step = 0; step < 90; step++) {
      leapfrog.force(load, ricker(step * dt, 3), rickerCurvature(step * dt, 3));
      leapfrog.step();
    }
    return { mesh, load, u: leapfrog.u };
  };

  it('swapping x and y swaps the wave', () => {
    const boundary: Boundary = { left: 'fixed', bottom: 'fixed', right: 'free', top: 'free' };
    const { mesh, u } = run({ x: 0.3, y: 0.62 }, boundary);
    const mirrored = run({ x: 0.62, y: 0.3 }, boundary).u;
    const perSide = Math.sqrt(mesh.x.length);
    const largest = Math.max(...u.map(Math.abs));
    u.forEach((value, i) => {
      const swapped = (i % perSide) * perSide + Math.floor(i / perSide);
      expect(Math.abs(value - mirrored[swapped])).toBeLessThan(1e-10 * largest);
    });
  });

  it('source and receiver can change places (reciprocity)', () => {
    const boundary: Boundary = {
      left: 'absorbing',
      bottom: 'fixed',
      right: 'free',
      top: 'absorbing',
    };
    const first = run({ x: 0.2, y: 0.4 }, boundary);
    const second = run({ x: 0.7, y: 0.8 }, boundary);
    const heard = ({ nodes, values }: Load, u: Float64Array) =>
      values.reduce((t, l, k) => t + l * u[nodes[k]], 0);
    const there = heard(second.load, first.u);
    const back = heard(first.load, second.u);
    expect(Math.abs(there)).toBeGreaterThan(0);
    expect(Math.abs(there - back)).toBeLessThan(1e-10 * Math.abs(there));
  });
});

describe('largest eigenvalue', () => {
  it('is that of the five-point stencil with fixed sides, from above or within the safety margin', () => {
    const n = 20;
    const { stiffness, mass, fixed } = unitSystem(n, 1, all('fixed'));
    const exact = 8 * n * n * cos(PI / (2 * n)) ** 2;
    const estimate = largestEigenvalue(stiffness, mass, fixed);
    expect(estimate / exact).toBeGreaterThan(0.99);
    expect(estimate / exact).toBeLessThan(1.02);
  });

  it('is within a few per cent of the converged one in random media', () => {
    const random = randomStream(1, 'media');
    for (let trial = 0; trial < 12; trial++) {
      const mesh = structuredTriangles({ columns: 9, rows: 7 });
      const material = uniformMaterial(mesh, 1);
      for (let cell = 0; cell < material.kappa.length; cell++) {
        material.rho[cell] = 10 ** (2 * random.uniform() - 1);
        material.kappa[cell] = 10 ** (4 * random.uniform() - 2);
      }
      const { stiffness, mass, fixed } = waveSystem(mesh, material, { left: 'fixed' });
      // Power iteration until nothing changes any more.
      const vector = mass.map((_, i) => (fixed[i] ? 0 : random.uniform() - 0.5));
      const image = new Float64Array(vector.length);
      let exact = 0;
      for (let i = 0; i < 20_000; i++) {
        multiply(stiffness, vector, image);
        // The vector's own largest number is one.
        exact = 0;
        for (let k = 0; k < image.length; k++) {
          image[k] = fixed[k] ? 0 : image[k] / mass[k];
          exact = Math.max(exact, Math.abs(image[k]));
        }
        for (let k = 0; k < image.length; k++) vector[k] = image[k] / exact;
      }
      const ratio = largestEigenvalue(stiffness, mass, fixed) / exact;
      expect(ratio).toBeGreaterThan(0.97);
      expect(ratio).toBeLessThan(1.05);
    }
  });
});
