import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csrFromTriplets, multiply } from './csr.ts';
import { kernelModule } from './kernel.ts';
import { Leapfrog } from './leapfrog.ts';
import { uniformMaterial } from './assembly.ts';
import { structuredTriangles } from './mesh/structured.ts';
import { waveSystem, type MatrixSystem } from './system.ts';

/** Matrices with rows of any width up to 20, damping and fixed nodes. */
const systems = fc.integer({ min: 1, max: 24 }).chain((n) =>
  fc.record({
    entries: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: n - 1 }),
        fc.integer({ min: 0, max: n - 1 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
      ),
      { maxLength: 10 * n },
    ),
    masses: fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: n, maxLength: n }),
    dampings: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n }),
    fixed: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
    starts: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 8 * n,
      maxLength: 8 * n,
    }),
  }),
);

type Drawn = typeof systems extends fc.Arbitrary<infer T> ? T : never;

function systemOf({ entries, masses, dampings, fixed }: Drawn): MatrixSystem {
  const n = masses.length;
  // As in every stiffness matrix, no diagonal entry is zero.
  const diagonal = masses.map((_, i): [number, number, number] => [i, i, 100]);
  const all = [...entries, ...diagonal];
  const stiffness = csrFromTriplets(n, n, {
    i: all.map(([i]) => i),
    j: all.map(([, j]) => j),
    value: all.map(([, , value]) => value),
  });
  return {
    stiffness,
    mass: Float64Array.from(masses),
    damping: Float64Array.from(dampings),
    fixed: Uint8Array.from(fixed, Number),
    driven: new Uint32Array(),
  };
}

/** (2M u − Δt² K u − (M − CΔt/2) u⁻)/(M + CΔt/2), term by term as the formula says. */
function oneStep(system: MatrixSystem, dt: number, u: Float64Array, previous: Float64Array) {
  const { stiffness, mass, damping, fixed } = system;
  const force = new Float64Array(u.length);
  multiply(stiffness, u, force);
  return u.map((value, i) => {
    if (fixed[i]) return previous[i];
    const half = (damping[i] * dt) / 2;
    return (
      (2 * mass[i] * value - dt * dt * force[i] - (mass[i] - half) * previous[i]) / (mass[i] + half)
    );
  });
}

const DT = 0.1;

describe('the kernel', () => {
  it.each([1, 4] as const)('is a valid module (%i lanes)', (lanes) => {
    const widths = Array.from({ length: 40 }, (_, i) => i + 1);
    expect(WebAssembly.validate(kernelModule(widths, lanes))).toBe(true);
  });

  it('does what the formula says, for any matrix', () => {
    fc.assert(
      fc.property(systems, (drawn) => {
        const system = systemOf(drawn);
        const n = system.mass.length;
        const leapfrog = new Leapfrog(system, DT);
        leapfrog.u.set(drawn.starts.slice(0, n));
        leapfrog.previous.set(drawn.starts.slice(n, 2 * n));
        const expected = oneStep(system, DT, leapfrog.u.slice(), leapfrog.previous.slice());
        leapfrog.step();
        leapfrog.u.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 11));
        leapfrog.dispose();
      }),
    );
  });

  it('gives four lanes the bits of one lane each', () => {
    fc.assert(
      fc.property(systems, (drawn) => {
        const system = systemOf(drawn);
        const n = system.mass.length;
        const four = new Leapfrog(system, DT, 4);
        four.u.set(drawn.starts.slice(0, 4 * n));
        four.previous.set(drawn.starts.slice(4 * n));
        const singles = [0, 1, 2, 3].map((lane) => {
          const single = new Leapfrog(system, DT);
          for (let i = 0; i < n; i++) {
            single.u[i] = four.u[4 * i + lane];
            single.previous[i] = four.previous[4 * i + lane];
          }
          return single;
        });
        for (let step = 0; step < 3; step++) for (const each of [four, ...singles]) each.step();
        singles.forEach((single, lane) => {
          const values = single.u.map((_, i) => four.u[4 * i + lane]);
          expect(values).toEqual(single.u);
        });
        for (const each of [four, ...singles]) each.dispose();
      }),
    );
  });
});

it('a memory that was given back grows for a larger system, and is given out once only', () => {
  const small = systemOf(fc.sample(systems, { seed: 2, numRuns: 1 })[0]);
  const once = new Leapfrog(small, DT);
  once.dispose();
  once.dispose();
  const mesh = structuredTriangles({ columns: 64, rows: 64 });
  const large = waveSystem(mesh, uniformMaterial(mesh, 1), {});
  const [first, second] = [new Leapfrog(large, 1e-3), new Leapfrog(large, 1e-3)];
  first.u.fill(1);
  first.previous.fill(1);
  for (let step = 0; step < 10; step++) for (const each of [first, second]) each.step();
  // A constant moves on without force; rest stays rest.
  for (const value of first.u) expect(value).toBeCloseTo(1, 10);
  expect(second.u.every((value) => value === 0)).toBe(true);
  first.dispose();
  second.dispose();
});

it('a memory that was given back brings nothing of its past along', () => {
  const drawn = fc.sample(systems, { seed: 1, numRuns: 20 });
  for (const each of drawn) {
    const system = systemOf(each);
    const leapfrog = new Leapfrog(system, DT);
    expect(leapfrog.u.every((value) => value === 0)).toBe(true);
    leapfrog.u.fill(7);
    leapfrog.previous.fill(8);
    leapfrog.dispose();
  }
});
