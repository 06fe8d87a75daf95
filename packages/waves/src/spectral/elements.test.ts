import { describe, expect, it } from 'vitest';
import { uniformMaterial } from '../assembly.ts';
import { integratorOf, stabilityOf } from '../integrator.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { structuredQuadrilaterals } from '../mesh/structured.ts';
import { gaussianLoad, ricker, rickerCurvature, type Load } from '../source.ts';
import { largestEigenvalueOf } from '../spectrum.ts';
import { elementSystem, type Condition } from '../system.ts';

type Boundary = Record<'left' | 'right' | 'bottom' | 'top', Condition>;
const all = (side: Condition): Boundary => ({ left: side, right: side, bottom: side, top: side });

/** Nodes moved by a smooth map that keeps the square. */
function bent(mesh: Mesh): Mesh {
  const bump = (i: number) => 0.05 * Math.sin(Math.PI * mesh.x[i]) * Math.sin(Math.PI * mesh.y[i]);
  return {
    ...mesh,
    x: mesh.x.map((x, i) => x + bump(i)),
    y: mesh.y.map((y, i) => y - 1.3 * bump(i)),
  };
}

function start(mesh: Mesh, conditions: Boundary, end: number, share = 0.9) {
  const system = elementSystem(mesh, uniformMaterial(mesh, 1), conditions);
  const limit = stabilityOf(system) / Math.sqrt(largestEigenvalueOf(system));
  const steps = Math.ceil(end / (share * limit));
  return { mesh, system, integrator: integratorOf(system, end / steps), steps };
}

type Solution = (x: number, y: number, t: number) => number;

/** Mass-weighted L2 error of a standing mode at the end. */
function modeError(mesh: Mesh, conditions: Boundary, mode: Solution, share: number) {
  const end = 0.7;
  const { system, integrator, steps } = start(mesh, conditions, end, share);
  const { x, y } = mesh;
  integrator.start(
    x.map((_, i) => mode(x[i], y[i], 0)),
    x.map((_, i) => (mode(x[i], y[i], 1e-6) - mode(x[i], y[i], -1e-6)) / 2e-6),
  );
  for (let step = 0; step < steps; step++) integrator.step();
  const squares = integrator.u.reduce(
    (sum, u, i) => sum + system.mass[i] * (u - mode(x[i], y[i], end)) ** 2,
    0,
  );
  integrator.dispose();
  return Math.sqrt(squares);
}

const { PI, sin, cos } = Math;

/** Meshes of n × n cells: squares, and curved quadrilaterals. */
const meshes = {
  squares: (n: number, order: number) => structuredQuadrilaterals({ columns: n, rows: n }, order),
  curved: (n: number, order: number) => bent(meshes.squares(n, order)),
};

describe.each(['squares', 'curved'] as const)(
  'standing modes converge with order p + 1: %s',
  (kind) => {
    // Time steps shrink as the error in space does, and the error in time with their fourth power.
    const share = (n: number, order: number) => 0.9 * Math.min(1, n ** ((3 - order) / 4));
    const order = (p: number, n: number, conditions: Boundary, mode: Solution) => {
      const [coarse, fine] = [n, 2 * n].map((count) =>
        modeError(meshes[kind](count, p), conditions, mode, share(count, p)),
      );
      return Math.log2(coarse / fine);
    };
    const cells = { 2: 8, 3: 6, 4: 3, 5: 3, 6: 2, 7: 2, 8: 2 };

    it.each([2, 3, 4, 5, 6, 7, 8] as const)('order %i', (p) => {
      const omega = 2 * Math.SQRT2 * PI;
      const held: Solution = (x, y, t) => sin(2 * PI * x) * sin(2 * PI * y) * cos(omega * t + 0.4);
      expect(order(p, cells[p], all('fixed'), held)).toBeGreaterThan(p + 0.6);
      const loose: Solution = (x, y, t) =>
        sin(1.5 * PI * x) * cos(2 * PI * y) * cos(2.5 * PI * t + 0.4);
      const conditions = { ...all('free'), left: 'fixed' } as const;
      expect(order(p, cells[p], conditions, loose)).toBeGreaterThan(p + 0.6);
    });
  },
);

describe('energy', () => {
  const pulse = ({ x, y }: Mesh) =>
    x.map((_, i) => Math.exp(-60 * ((x[i] - 0.4) ** 2 + (y[i] - 0.6) ** 2)));

  it('is constant to round-off over 10⁴ steps without damping', () => {
    const conditions = { ...all('fixed'), top: 'free' } as const;
    const { mesh, integrator } = start(meshes.curved(3, 4), conditions, 1);
    integrator.start(pulse(mesh), new Float64Array(mesh.x.length));
    integrator.step();
    const first = integrator.energy();
    let drift = 0;
    for (let step = 1; step <= 10_000; step++) {
      integrator.step();
      if (step % 1000 === 0) drift = Math.max(drift, Math.abs(integrator.energy() / first - 1));
    }
    expect(first).toBeGreaterThan(0);
    expect(drift).toBeLessThan(1e-10);
  });

  it('never rises with absorbing sides and ends near zero', () => {
    const { mesh, integrator, steps } = start(meshes.curved(8, 4), all('absorbing'), 3);
    integrator.start(pulse(mesh), new Float64Array(mesh.x.length));
    integrator.step();
    const first = integrator.energy();
    let last = first;
    for (let step = 1; step < steps; step++) {
      integrator.step();
      const energy = integrator.energy();
      expect(energy).toBeLessThanOrEqual(last * (1 + 1e-12));
      last = energy;
    }
    expect(last / first).toBeLessThan(1e-3);
  });
});

describe('absorbing sides', () => {
  /** The pulse that is left of a wave that runs into the left side, against a fine time step. */
  const left = (share: number) => {
    const conditions = { ...all('free'), left: 'absorbing' } as const;
    const { mesh, integrator, steps } = start(meshes.squares(6, 4), conditions, 0.6, share);
    const pulse = mesh.x.map((x) => Math.exp(-80 * (x - 0.4) ** 2));
    integrator.start(pulse, new Float64Array(mesh.x.length));
    for (let step = 0; step < steps; step++) integrator.step();
    return Float64Array.from(integrator.u);
  };

  it('are of second order in time', () => {
    const truth = left(0.05);
    const [coarse, fine] = [0.9, 0.3].map((share) =>
      Math.hypot(...left(share).map((u, i) => u - truth[i])),
    );
    expect(Math.log(coarse / fine) / Math.log(3)).toBeGreaterThan(1.8);
  });

  it('take all energy, of noise too', () => {
    for (const p of [2, 4, 7]) {
      const { mesh, integrator } = start(meshes.curved(3, p), all('absorbing'), 1, 0.95);
      integrator.start(
        mesh.x.map((_, i) => Math.sin(i * i)),
        new Float64Array(mesh.x.length),
      );
      integrator.step();
      const energies = [integrator.energy()];
      for (let step = 1; step <= 800; step++) {
        integrator.step();
        if (step % 200 === 0) energies.push(integrator.energy());
      }
      // The fastest modes of the mesh stay off the sides.
      energies
        .slice(1)
        .forEach((energy, k) => expect(energy).toBeLessThan((1 + 1e-9) * energies[k]));
      expect(energies.at(-1)!).toBeLessThan(0.2 * energies[0]);
    }
  });
});

describe('sources and sides', () => {
  const run = (source: { x: number; y: number }, side: Condition) => {
    const conditions: Boundary = { ...all('free'), bottom: 'fixed', left: side };
    const { mesh, system, integrator, steps } = start(meshes.curved(5, 5), conditions, 1.5);
    const load = gaussianLoad(mesh, system.mass, source, 0.05);
    for (let step = 0; step < steps; step++) {
      const t = step * integrator.dt;
      integrator.force(load, ricker(t, 3), rickerCurvature(t, 3));
      integrator.step();
    }
    return { load, u: integrator.u };
  };

  it.each([
    ['free', 1e-9],
    // Damping is of second order in time, and its error has no symmetry.
    ['absorbing', 1e-3],
  ] as const)('source and receiver can change places (reciprocity): %s', (side, tolerance) => {
    // Beside an absorbing side, where steps have half the length, forces are of second order.
    const first = run({ x: side === 'free' ? 0.2 : 0.5, y: 0.4 }, side);
    const second = run({ x: 0.7, y: 0.8 }, side);
    const heard = ({ nodes, values }: Load, u: Float64Array) =>
      values.reduce((sum, l, k) => sum + l * u[nodes[k]], 0);
    const there = heard(second.load, first.u);
    const back = heard(first.load, second.u);
    expect(Math.abs(there)).toBeGreaterThan(0);
    expect(Math.abs(there - back)).toBeLessThan(tolerance * Math.abs(there));
  });

  /** The error at t = 1 of a plane wave at 30° through a square whose sides are all driven by it. */
  const drivenError = (n: number, p: number, smooth: Solution) => {
    const { mesh, system, integrator, steps } = start(meshes.curved(n, p), all('driven'), 1);
    const { x, y } = mesh;
    const at = (t: number) => Float64Array.from(system.driven, (i) => smooth(x[i], y[i], t));
    integrator.start(
      x.map((_, i) => smooth(x[i], y[i], 0)),
      x.map((_, i) => (smooth(x[i], y[i], 1e-5) - smooth(x[i], y[i], -1e-5)) / 2e-5),
    );
    integrator.place(at(0));
    for (let step = 1; step <= steps; step++) {
      integrator.prescribe(at(step * integrator.dt));
      integrator.step();
    }
    const squares = integrator.u.reduce(
      (sum, u, i) => sum + system.mass[i] * (u - smooth(x[i], y[i], 1)) ** 2,
      0,
    );
    return Math.sqrt(squares);
  };

  it('driven sides keep the order in time, of four but for the very first step', () => {
    const smooth: Solution = (x, y, t) => sin(5 * (x * cos(PI / 6) + y / 2 - t) + 0.7);
    for (const p of [3, 6]) {
      const [coarse, fine] = [6, 12].map((n) => drivenError(n, p, smooth));
      expect(Math.log2(coarse / fine)).toBeGreaterThan(3.5);
    }
  });
});

it('a folded cell is refused with its place', () => {
  const mesh = meshes.squares(2, 3);
  mesh.x[mesh.cells[5]] += 1;
  expect(() => elementSystem(mesh, uniformMaterial(mesh, 1), {})).toThrow(/Cell 0 .* is folded at/);
});
