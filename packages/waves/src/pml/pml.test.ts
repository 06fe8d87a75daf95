import { describe, expect, it } from 'vitest';
import { uniformMaterial, type CellMaterial } from '../assembly.ts';
import { integratorOf, stabilityOf } from '../integrator.ts';
import { boundaryLengths } from '../mesh/invariants.testing.ts';
import { cellCount, MeshError, nodesPerCell, type Mesh } from '../mesh/mesh.ts';
import { structuredQuadrilaterals } from '../mesh/structured.ts';
import { largestEigenvalueOf } from '../spectrum.ts';
import { elementSystem, type Condition, type ElementSystem } from '../system.ts';
import { extendMesh } from './extend.ts';
import { continued } from './rates.ts';
import { SIDES, type Side } from './sides.ts';

const box = { x: [0, 1], y: [0, 1] } as const;

const square = (n: number, order: number) =>
  structuredQuadrilaterals({ columns: n, rows: n }, order);

const open = (n: number, order: number, sides: readonly Side[], count = 3) =>
  extendMesh(square(n, order), { box, sides, thickness: count / n, count });

/** Open sides and one condition for the others. */
const conditions = (sides: readonly Side[], other: Condition): Record<string, Condition> =>
  Object.fromEntries(SIDES.map((side) => [side, sides.includes(side) ? 'pml' : other]));

function integration(
  mesh: Mesh,
  material: CellMaterial,
  held: Record<string, Condition>,
  end: number,
) {
  const system = elementSystem(mesh, material, held);
  const limit = stabilityOf(system) / Math.sqrt(largestEigenvalueOf(system));
  const steps = Math.ceil(end / (0.95 * limit));
  return { system, steps, integrator: integratorOf(system, end / steps) };
}

const pulse = ({ x, y }: Mesh) =>
  x.map((_, i) => Math.exp(-((x[i] - 0.45) ** 2 + (y[i] - 0.55) ** 2) / (2 * 0.07 ** 2)));

describe('the mesh with its layer', () => {
  const areaOf = (mesh: Mesh) =>
    elementSystem(mesh, uniformMaterial(mesh, 1), {}).mass.reduce((a, b) => a + b, 0);

  it('covers the square and all around it, where all sides are open', () => {
    const mesh = open(4, 3, SIDES, 2);
    expect(cellCount(mesh)).toBe(64);
    expect(areaOf(mesh)).toBeCloseTo(4, 12);
    expect(mesh.layer).toMatchObject({ first: 16, rim: 4, thickness: 0.5 });
    for (const side of SIDES) expect(boundaryLengths(mesh)[side]).toBeCloseTo(2, 12);
    const extent = [
      Math.min(...mesh.x),
      Math.max(...mesh.x),
      Math.min(...mesh.y),
      Math.max(...mesh.y),
    ];
    expect(extent).toEqual([-0.5, 1.5, -0.5, 1.5]);
    // Nodes between cells are shared: none lies where another does.
    const places = new Set(Array.from(mesh.x, (x, i) => `${x.toFixed(9)},${mesh.y[i].toFixed(9)}`));
    expect(places.size).toBe(mesh.x.length);
  });

  it('ends at the prolonged neighbours, where these are not open', () => {
    const mesh = open(4, 2, ['right', 'top'], 2);
    expect(areaOf(mesh)).toBeCloseTo(2.25, 12);
    const lengths = boundaryLengths(mesh);
    for (const length of Object.values(lengths)) expect(length).toBeCloseTo(1.5, 12);
    const bottom = mesh.boundary.bottom;
    expect(Math.max(...Array.from(bottom, (node) => mesh.x[node]))).toBeCloseTo(1.5, 12);
    expect(bottom.every((node) => mesh.y[node] === 0)).toBe(true);
  });

  it('continues the medium perpendicular to the sides', () => {
    const inside = square(4, 2);
    const mesh = open(4, 2, SIDES);
    // Cells are sorted: values follow the sorted ones.
    const medium = (x: number, y: number) => 1 + x + 10 * y;
    const sorted = Float64Array.from(mesh.cells.subarray(0, inside.cells.length), (node) =>
      medium(mesh.x[node], mesh.y[node]),
    );
    const clip = (at: number) => Math.min(1, Math.max(0, at));
    const all = continued(sorted, mesh.layer!);
    expect(all).toHaveLength(mesh.cells.length);
    mesh.cells.forEach((node, place) => {
      expect(all[place]).toBeCloseTo(medium(clip(mesh.x[node]), clip(mesh.y[node])), 12);
    });
  });

  it('is refused where an obstacle interrupts the side', () => {
    const mesh = square(4, 2);
    const cut = { ...mesh, boundary: { ...mesh.boundary, left: mesh.boundary.left.slice(8) } };
    const extend = () => extendMesh(cut, { box, sides: ['left'], thickness: 0.5, count: 2 });
    expect(extend).toThrow(MeshError);
    expect(extend).toThrow('touches the open left side');
  });
});

describe('waves', () => {
  it('leave nearly as if the mesh went on', () => {
    const n = 9;
    const margin = 6;
    const wide = structuredQuadrilaterals(
      {
        columns: n + 2 * margin,
        rows: n + 2 * margin,
        width: 1 + (2 * margin) / n,
        height: 1 + (2 * margin) / n,
        origin: [-margin / n, -margin / n],
      },
      4,
    );
    const layered = open(n, 4, SIDES);
    const end = 1.3;
    const [truth, found] = [wide, layered].map((mesh) => {
      const held = mesh.layer ? conditions(SIDES, 'pml') : conditions([], 'fixed');
      const { integrator, steps } = integration(mesh, uniformMaterial(mesh, 1), held, end);
      integrator.start(pulse(mesh), new Float64Array(mesh.x.length));
      const inside = Array.from(mesh.x.keys())
        .filter((i) => [mesh.x[i], mesh.y[i]].every((at) => at > -1e-9 && at < 1 + 1e-9))
        .toSorted((a, b) => {
          const near = Math.abs(mesh.x[a] - mesh.x[b]) < 1e-9;
          return near ? mesh.y[a] - mesh.y[b] : mesh.x[a] - mesh.x[b];
        });
      const fields: number[] = [];
      for (let step = 1; step <= steps; step++) {
        integrator.step();
        if (step % 10 === 0) fields.push(...inside.map((i) => integrator.u[i]));
      }
      return fields;
    });
    const norm = (values: readonly number[]) => Math.hypot(...values);
    expect(found).toHaveLength(truth.length);
    expect(norm(found.map((u, i) => u - truth[i]))).toBeLessThan(0.004 * norm(truth));
  });

  const noise = (system: ElementSystem, u: Float64Array) => {
    let seed = 7;
    for (let i = 0; i < u.length; i++) {
      seed = (seed * 16807) % 2147483647;
      u[i] = system.fixed[i] ? 0 : seed / 2147483647 - 0.5;
    }
  };

  it.each([
    ['all open', SIDES, 'free'],
    ['one open beside fixed ones', ['left'], 'fixed'],
    ['two open beside free ones', ['left', 'bottom'], 'free'],
    ['one open beside absorbing ones', ['top'], 'absorbing'],
  ] as const)('lose their energy, noise too: %s', (_, sides, other) => {
    const mesh = open(3, 3, sides, 2);
    // Layers of contrast that run into the open sides.
    const kappa = Float64Array.from(mesh.cells, (node) => (mesh.y[node] < 0.34 ? 9 : 1));
    const material = { kappa, rho: new Float64Array(kappa.length).fill(1) };
    const { system, integrator } = integration(mesh, material, conditions(sides, other), 1);
    noise(system, integrator.u);
    integrator.previous.set(integrator.u);
    const energies: number[] = [];
    for (let step = 1; step <= 600; step++) {
      integrator.step();
      if (step % 200 === 0 || step === 1) energies.push(integrator.energy());
    }
    energies.slice(1).forEach((energy, k) => expect(energy).toBeLessThan(energies[k]));
    expect(energies.at(-1)!).toBeLessThan(0.5 * energies[0]);
  });

  it.each(['free', 'fixed'] as const)(
    'do not grow where a slow block between %s walls traps them',
    (wall) => {
      const mesh = open(3, 3, ['left', 'right'], 1);
      const perCell = nodesPerCell(mesh);
      const kappa = new Float64Array(mesh.cells.length).fill(1);
      for (let at = 0; at < kappa.length; at += perCell) {
        const ends = [mesh.cells[at], mesh.cells[at + perCell - 1]];
        const inside = [mesh.x, mesh.y].every((values) => {
          const middle = (values[ends[0]] + values[ends[1]]) / 2;
          return Math.abs(middle - 0.5) < 0.25;
        });
        if (inside) kappa.fill(0.25, at, at + perCell);
      }
      const material = { kappa, rho: new Float64Array(kappa.length).fill(1) };
      const held = conditions(['left', 'right'], wall);
      const { system, integrator } = integration(mesh, material, held, 1);
      noise(system, integrator.u);
      integrator.previous.set(integrator.u);
      // Waves that only travel have left after 500 steps.
      const energies: number[] = [];
      for (let step = 1; step <= 2500; step++) {
        integrator.step();
        if (step === 1 || step % 500 === 0) energies.push(integrator.energy());
      }
      energies.slice(1).forEach((energy, k) => expect(energy).toBeLessThan(energies[k]));
    },
  );

  it('four lanes do what one does', () => {
    const mesh = open(3, 4, ['left', 'top'], 2);
    const system = elementSystem(
      mesh,
      uniformMaterial(mesh, 1),
      conditions(['left', 'top'], 'free'),
    );
    const dt = (0.9 * stabilityOf(system)) / Math.sqrt(largestEigenvalueOf(system));
    const [one, four] = ([1, 4] as const).map((lanes) => integratorOf(system, dt, lanes));
    const rest = new Float64Array(mesh.x.length);
    one.start(pulse(mesh), rest);
    four.start(pulse(mesh), rest, 2);
    for (let step = 0; step < 30; step++) for (const each of [one, four]) each.step();
    expect(four.u.filter((_, at) => at % 4 === 2)).toEqual(one.u);
    expect(four.u.filter((_, at) => at % 4 !== 2).every((u) => u === 0)).toBe(true);
  });
});

it('an open side needs a layer', () => {
  const mesh = square(2, 2);
  expect(() => elementSystem(mesh, uniformMaterial(mesh, 1), { left: 'pml' })).toThrow('no layer');
});

it('only layers of ducts leak, and not those without bounds', () => {
  const leakOf = (sides: readonly Side[], other: Condition, count: number) => {
    const mesh = open(4, 2, sides, count);
    return elementSystem(mesh, uniformMaterial(mesh, 2), conditions(sides, other)).layer!.rates
      .leak;
  };
  const [kc, c] = [2 * Math.PI, 2];
  expect(leakOf(['left', 'right'], 'free', 1)).toEqual([0, expect.closeTo(0.15 * kc, 12)]);
  expect(leakOf(['bottom'], 'free', 1)).toEqual([expect.closeTo(0.15 * kc, 12), 0]);
  expect(leakOf(['left'], 'fixed', 2)).toEqual([0, expect.closeTo((0.22 * c) / 0.5, 12)]);
  expect(leakOf(['left'], 'absorbing', 1)).toEqual([0, 0]);
  expect(leakOf(['left', 'top'], 'free', 1)).toEqual([0, 0]);
});
