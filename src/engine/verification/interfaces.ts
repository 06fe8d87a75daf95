import type { CellMaterial } from 'slimwave-waves/assembly';
import type { Mesh } from 'slimwave-waves/mesh/mesh';
import { structuredTriangles } from 'slimwave-waves/mesh/structured';
import type { Check } from './check.ts';
import { begin, unstructuredRectangle, wave } from './support.ts';

const WIDTH = 2;
const HEIGHT = 0.1;
const CELL = 1 / 100;
const INTERFACE = 1;
/** Half-width of the pulse (m), where it has fallen to 1/e. */
const PULSE = 0.08;

/** Left of the interface c = 1 m/s, ρ = 1 kg/m². */
const contrasts = [
  { speed: 0.5, density: 1 },
  { speed: 2, density: 0.3 },
  { speed: 1, density: 4 },
];

const meshes: Record<string, () => Mesh> = {
  structured: () =>
    structuredTriangles({ columns: WIDTH / CELL, rows: 10, width: WIDTH, height: HEIGHT }),
  unstructured: () =>
    unstructuredRectangle(WIDTH, HEIGHT, CELL, [
      [
        [INTERFACE, 0],
        [INTERFACE, HEIGHT],
      ],
    ]),
};

function twoHalves(mesh: Mesh, right: { speed: number; density: number }): CellMaterial {
  const { x, cells, corners } = mesh;
  const count = cells.length / corners;
  const kappa = new Float64Array(count).fill(1);
  const rho = new Float64Array(count).fill(1);
  for (let cell = 0; cell < count; cell++) {
    const [a, b, c] = cells.subarray(cell * corners);
    if ((x[a] + x[b] + x[c]) / 3 < INTERFACE) continue;
    rho[cell] = right.density;
    kappa[cell] = right.density * right.speed ** 2;
  }
  return { kappa, rho };
}

/** The value of largest size among those at x with `where`. */
function peak(mesh: Mesh, u: Float64Array, where: (x: number) => boolean): number {
  let largest = 0;
  u.forEach((value, i) => {
    if (where(mesh.x[i]) && Math.abs(value) > Math.abs(largest)) largest = value;
  });
  return largest;
}

/** Peaks of what was reflected and of what went through, for an incident peak of one. */
function measure(mesh: Mesh, right: { speed: number; density: number }): [number, number] {
  const start = INTERFACE - 0.35;
  // The reflected pulse is then as far from the interface as the incident one was.
  const simulated = wave(mesh, {}, 0.7, { material: twoHalves(mesh, right) });
  begin(simulated, (x, _, t) => Math.exp(-(((x - start - t) / PULSE) ** 2)));
  for (let step = 0; step < simulated.steps; step++) simulated.leapfrog.step();
  const { u } = simulated.leapfrog;
  const peaks: [number, number] = [
    peak(mesh, u, (x) => x < INTERFACE - PULSE),
    peak(mesh, u, (x) => x > INTERFACE),
  ];
  simulated.leapfrog.dispose();
  return peaks;
}

export const interfaces: Check = {
  id: 'interfaces',
  title: 'Interface between two media',
  explanation:
    'A pulse meets a jump of speed and density at normal incidence. With the impedances Z = ρc, (Z₁ − Z₂)/(Z₁ + Z₂) of it is reflected and 2Z₁/(Z₁ + Z₂) transmitted.',
  source: 'Aki and Richards, Quantitative Seismology, chapter 5',
  *run() {
    const findings = [];
    const points = { exact: [] as number[], measured: [] as number[] };
    let done = 0;
    for (const [kind, make] of Object.entries(meshes)) {
      const mesh = make();
      for (const right of contrasts) {
        const impedance = right.speed * right.density;
        const exact = [(1 - impedance) / (1 + impedance), 2 / (1 + impedance)];
        const measured = measure(mesh, right);
        points.exact.push(...exact);
        points.measured.push(...measured);
        const where = `Z₂/Z₁ = ${impedance.toPrecision(2)}, ${kind}`;
        // The coefficients are of the order of one: what counts is the difference, in per cent of the pulse.
        findings.push(
          ...['reflected', 'transmitted'].map((what, i) => ({
            what: `${what}: difference to the exact coefficient, ${where}`,
            value: 100 * Math.abs(measured[i] - exact[i]),
            unit: '%',
            atMost: Math.min(1, 2 * Math.abs(exact[i])),
          })),
        );
        yield ++done / (contrasts.length * Object.keys(meshes).length);
      }
    }
    return {
      findings,
      plots: [
        {
          title: 'Coefficients',
          x: { title: 'Exact' },
          y: { title: 'Measured' },
          series: [
            { name: 'reflected and transmitted', x: points.exact, y: points.measured },
            { name: 'equal', x: [-1, 2], y: [-1, 2], reference: true },
          ],
        },
      ],
    };
  },
};
