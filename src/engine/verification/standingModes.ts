import { structuredRectangles, structuredTriangles } from 'slimwave-waves/mesh/structured';
import type { Condition } from 'slimwave-waves/system';
import type { Check, Plot } from './check.ts';
import {
  begin,
  errorNorm,
  leastOrder,
  slope,
  unstructuredRectangle,
  wave,
  type Solution,
} from './support.ts';

const { PI, sin, cos, hypot } = Math;
const WIDTH = 1;
const HEIGHT = 0.75;
const SIZES = [16, 32, 64, 128];
const END = 1;
const STEPS_PER_CELL = 2;

const meshes = {
  'P1, structured': (n: number) =>
    structuredTriangles({ columns: n, rows: 0.75 * n, width: WIDTH, height: HEIGHT }),
  'Q1, structured': (n: number) =>
    structuredRectangles({ columns: n, rows: 0.75 * n, width: WIDTH, height: HEIGHT }),
  'P1, unstructured': (n: number) => unstructuredRectangle(WIDTH, HEIGHT, 1 / n),
};

interface Mode {
  name: string;
  conditions: Record<'left' | 'right' | 'bottom' | 'top', Condition>;
  solution: Solution;
}

/** Product of two functions of one coordinate, times cos ωt. */
const mode = (
  f: (s: number) => number,
  kx: number,
  g: (s: number) => number,
  ky: number,
): Solution => {
  const omega = hypot(kx, ky);
  return (x, y, t) => f(kx * x) * g(ky * y) * cos(omega * t);
};

const modes: readonly Mode[] = [
  {
    name: 'all sides fixed',
    conditions: { left: 'fixed', right: 'fixed', bottom: 'fixed', top: 'fixed' },
    solution: mode(sin, PI / WIDTH, sin, (2 * PI) / HEIGHT),
  },
  {
    name: 'left and bottom fixed, right and top free',
    conditions: { left: 'fixed', right: 'free', bottom: 'fixed', top: 'free' },
    solution: mode(sin, (3 * PI) / (2 * WIDTH), sin, PI / (2 * HEIGHT)),
  },
  {
    name: 'all sides free',
    conditions: { left: 'free', right: 'free', bottom: 'free', top: 'free' },
    solution: mode(cos, (2 * PI) / WIDTH, cos, PI / HEIGHT),
  },
];

function error(kind: keyof typeof meshes, n: number, { conditions, solution }: Mode): number {
  // The same Δt/h on every mesh: with the largest stable step the ratio, and the error with it, would jump.
  const simulated = wave(meshes[kind](n), conditions, END, { steps: STEPS_PER_CELL * n * END });
  begin(simulated, solution);
  for (let step = 0; step < simulated.steps; step++) simulated.leapfrog.step();
  const norm = errorNorm(simulated, solution, END);
  simulated.leapfrog.dispose();
  return norm;
}

export const standingModes: Check = {
  id: 'standing-modes',
  title: 'Standing modes of a rectangle',
  explanation: `Products of sines and cosines vibrate for ever at a known frequency. After ${END} s the L2 error of the simulation must fall with the square of the mesh size: linear elements and central differences are of second order.`,
  source: 'Separation of variables; Ern and Guermond, Finite Elements III (2021)',
  *run() {
    const kinds = Object.keys(meshes) as (keyof typeof meshes)[];
    const findings = [];
    const plots: Plot[] = [];
    let done = 0;
    for (const current of modes) {
      const series = [];
      for (const kind of kinds) {
        const errors: number[] = [];
        for (const n of SIZES) {
          errors.push(error(kind, n, current));
          yield ++done / (modes.length * kinds.length * SIZES.length);
        }
        series.push({ name: kind, x: SIZES, y: errors });
        findings.push({
          what: `least order, ${current.name}, ${kind}`,
          value: leastOrder(errors),
          atLeast: 1.9,
        });
      }
      series.push(slope(SIZES, series[0].y, 2));
      plots.push({
        title: current.name,
        x: { title: 'Cells per metre', log: true },
        y: { title: 'L2 error (m²)', log: true },
        series,
      });
    }
    return { findings, plots };
  },
};
