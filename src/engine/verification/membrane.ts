import { meshRegion } from 'slimwave-waves/mesh/unstructured';
import { corners } from 'slimwave-waves/scene/shapes';
import { bessel } from './bessel.ts';
import type { Check } from './check.ts';
import { begin, meanOrder, slope, wave } from './support.ts';

const RADIUS = 0.5;
const SIZES = [16, 32, 64];
const FINEST = 64;
/** Oscillations over which the frequency is measured. */
const PERIODS = 2;

/** First zeros of J₀, J₁, J₂ (Abramowitz and Stegun, table 9.5). */
const modes = [
  { order: 0, zero: 2.404825557695773 },
  { order: 1, zero: 3.831705970207512 },
  { order: 2, zero: 5.135622301840683 },
];

/**
 * Relative error of the frequency of a mode. The simulation begins in the exact mode, and its amplitude a, the
 * projection onto that mode, follows a(t+Δt) + a(t−Δt) = 2 cos(ωΔt) a(t).
 */
function frequencyError(n: number, { order, zero }: (typeof modes)[number]): number {
  const omega = zero / RADIUS;
  const circle = corners({ kind: 'circle', x: 0, y: 0, radius: RADIUS }, 1 / n);
  const mesh = meshRegion(
    { outline: { points: circle, names: 'rim' }, holes: [], lines: [] },
    { size: 1 / n },
  );
  const end = (PERIODS * 2 * Math.PI) / omega;
  // A tenth of the stable step: what is left is the error of the elements.
  const simulated = wave(mesh, { rim: 'fixed' }, end, { steps: Math.ceil(20 * n * end) });
  const shape = (x: number, y: number) =>
    bessel(order, (zero * Math.hypot(x, y)) / RADIUS) * Math.cos(order * Math.atan2(y, x));
  begin(simulated, (x, y, t) => shape(x, y) * Math.cos(omega * t));
  const { leapfrog, system, steps } = simulated;
  const weight = system.mass.map((m, i) => m * shape(mesh.x[i], mesh.y[i]));
  const amplitude = (u: Float64Array) => u.reduce((sum, value, i) => sum + weight[i] * value, 0);
  let [before, now] = [amplitude(leapfrog.previous), amplitude(leapfrog.u)];
  let [products, squares] = [0, 0];
  for (let step = 0; step < steps; step++) {
    leapfrog.step();
    const next = amplitude(leapfrog.u);
    products += now * (next + before);
    squares += 2 * now * now;
    [before, now] = [now, next];
  }
  const measured = Math.acos(products / squares) / leapfrog.dt;
  leapfrog.dispose();
  return measured / omega - 1;
}

export const membrane: Check = {
  id: 'membrane',
  title: 'Circular membrane',
  explanation: `A disc with a fixed rim, meshed with unstructured triangles between straight edges, has its resonances at the zeros of Bessel functions. The first three frequencies must approach them with the square of the mesh size, and be within 0.1 % at 1/${FINEST} m.`,
  source: 'Courant and Hilbert, Methods of Mathematical Physics I, chapter V',
  *run() {
    const findings = [];
    const series = [];
    let done = 0;
    for (const mode of modes) {
      const errors: number[] = [];
      for (const n of SIZES) {
        errors.push(Math.abs(frequencyError(n, mode)));
        yield ++done / (modes.length * SIZES.length);
      }
      const name = `zero of J${mode.order}`;
      series.push({ name, x: SIZES, y: errors.map((error) => 100 * error) });
      findings.push(
        { what: `order, ${name}`, value: meanOrder(SIZES, errors), atLeast: 1.9 },
        {
          what: `frequency error at 1/${FINEST} m, ${name}`,
          value: 100 * errors[SIZES.indexOf(FINEST)],
          unit: '%',
          atMost: 0.1,
        },
      );
    }
    series.push(slope(SIZES, series[0].y, 2));
    return {
      findings,
      plots: [
        {
          title: 'First three frequencies',
          x: { title: 'Cells per metre', log: true },
          y: { title: 'Frequency error (%)', log: true },
          series,
        },
      ],
    };
  },
};
