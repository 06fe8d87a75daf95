import { structuredTriangles } from 'slimwave-waves/mesh/structured';
import { addPlanePulse, ricker } from 'slimwave-waves/source';
import type { Check, Finding } from './check.ts';
import { errorNorm, leastOrder, slope, unstructuredRectangle, wave, type Wave } from './support.ts';

const WIDTH = 1.5;
const HEIGHT = 0.25;
const FREQUENCY = 3;
const END = 0.9;
const SIZES = [32, 64, 128, 256];
const STEPS_PER_CELL = 2;

const meshes = {
  structured: (n: number) =>
    structuredTriangles({ columns: WIDTH * n, rows: HEIGHT * n, width: WIDTH, height: HEIGHT }),
  unstructured: (n: number) => unstructuredRectangle(WIDTH, HEIGHT, 1 / n),
};

const steps = (n: number) => ({ steps: Math.ceil(STEPS_PER_CELL * n * END) });

/** Until the end; `beforeStep` knows the time after the step. */
function finishedWave(simulated: Wave, beforeStep: (t: number) => void): void {
  const { leapfrog } = simulated;
  for (let step = 0; step < simulated.steps; step++) {
    beforeStep((step + 1) * leapfrog.dt);
    leapfrog.step();
  }
}

/** The left side moves with a wavelet, and everything else follows with the delay x/c. */
function drivenError(kind: keyof typeof meshes, n: number): number {
  const simulated = wave(meshes[kind](n), { left: 'driven' }, END, steps(n));
  const held = new Float64Array(simulated.system.driven.length);
  finishedWave(simulated, (t) => {
    simulated.leapfrog.prescribe(held.fill(ricker(t, FREQUENCY)));
  });
  const error = errorNorm(simulated, (x, _, t) => (x < t ? ricker(t - x, FREQUENCY) : 0), END);
  simulated.leapfrog.dispose();
  return error;
}

/** A pulse that begins with displacement and velocity of a travelling wave. */
function pulseError(kind: keyof typeof meshes, n: number): number {
  const simulated = wave(meshes[kind](n), {}, END / 2, steps(n / 2));
  const { mesh, leapfrog } = simulated;
  const [u, v] = [new Float64Array(mesh.x.length), new Float64Array(mesh.x.length)];
  const pulse = { x: 0.5, y: 0, angle: 0, frequency: FREQUENCY, height: 1 };
  addPlanePulse(mesh, pulse, 1, u, v);
  leapfrog.start(u, v);
  finishedWave(simulated, () => {});
  const exact = (x: number, t: number) => ricker(1.2 / FREQUENCY + (x - 0.5 - t), FREQUENCY);
  const error = errorNorm(simulated, (x, _, t) => exact(x, t), END / 2);
  leapfrog.dispose();
  return error;
}

export const planeWave: Check = {
  id: 'plane-wave',
  title: 'Travelling plane waves',
  explanation:
    'In a channel with free walls a pulse keeps its shape and travels at the speed c, whether it starts inside or comes from a driven side. The L2 error must fall with the square of the mesh size.',
  source: 'd’Alembert (1747)',
  *run() {
    const findings: Finding[] = [];
    const series = [];
    let done = 0;
    for (const [name, errorOf] of [
      ['driven side', drivenError],
      ['initial pulse', pulseError],
    ] as const) {
      for (const kind of ['structured', 'unstructured'] as const) {
        const errors: number[] = [];
        for (const n of SIZES) {
          errors.push(errorOf(kind, n));
          yield ++done / (4 * SIZES.length);
        }
        series.push({ name: `${name}, ${kind}`, x: SIZES, y: errors });
        findings.push({
          what: `least order, ${name}, ${kind}`,
          value: leastOrder(errors),
          atLeast: 1.9,
        });
      }
    }
    series.push(slope(SIZES, series[0].y, 2));
    return {
      findings,
      plots: [
        {
          title: 'Error after travelling',
          x: { title: 'Cells per metre', log: true },
          y: { title: 'L2 error (m²)', log: true },
          series,
        },
      ],
    };
  },
};
