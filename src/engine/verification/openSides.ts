import { integratorOf, stabilityOf } from 'slimwave-waves/integrator';
import { buildModel } from 'slimwave-waves/scene/model';
import type { Scene } from 'slimwave-waves/scene/scene';
import { randomStream } from '../random.ts';
import type { Check } from './check.ts';
import { reflectedAmplitude } from './openChannel.ts';

const ANGLES = [0, 30, 45, 60, 70];
/** Cells across the layer. */
const CELLS = 3;

/** Of the first-order condition (Engquist and Majda 1977). */
const firstOrder = (degrees: number): number => {
  const cosine = Math.cos((degrees * Math.PI) / 180);
  return (1 - cosine) / (1 + cosine);
};

/** Three open sides, corners between them, and beside a fixed one; a layer and an inclusion of contrast run into them. */
export const openScene: Scene = {
  mesh: 'quadrilaterals',
  size: 1 / 5,
  order: 3,
  box: { x: [0, 1], y: [0, 1] },
  sides: { left: 'pml', right: 'pml', bottom: 'fixed', top: 'pml' },
  background: { speed: 1, density: 1 },
  layers: [{ top: 0.4, speed: 3, density: 1.5 }],
  inclusions: [{ shape: { kind: 'circle', x: 0.9, y: 0.7, radius: 0.3 }, speed: 0.5, density: 2 }],
  obstacles: [],
  lines: [],
};

/** Slow waves that two free sides trap between open ones. */
export const ductScene: Scene = {
  ...openScene,
  size: 1 / 4,
  layer: 1 / 4,
  sides: { left: 'pml', right: 'pml', bottom: 'free', top: 'free' },
  layers: [],
  inclusions: [{ shape: { kind: 'circle', x: 0.5, y: 0.5, radius: 0.3 }, speed: 0.5, density: 1 }],
};

const STEPS = 2000;
const SAMPLES = 40;

/** Energies from noise at rest, which holds the shortest waves of the mesh, every steps/samples steps. */
export function* fallingEnergy(
  scene: Scene,
  steps: number,
  samples: number,
): Generator<number, { times: number[]; values: number[] }> {
  const { mesh, system, lambdaMax } = buildModel(scene);
  const integrator = integratorOf(system, (0.95 * stabilityOf(system)) / Math.sqrt(lambdaMax));
  const random = randomStream(0, 'noise in a room with open sides');
  const noise = mesh.x.map(() => random.uniform() - 0.5);
  integrator.start(noise, new Float64Array(noise.length));
  const [times, values] = [[] as number[], [] as number[]];
  for (let step = 1; step <= steps; step++) {
    integrator.step();
    if (step !== 1 && step % (steps / samples) !== 0) continue;
    times.push((step - 0.5) * integrator.dt);
    values.push(integrator.energy());
    yield step / steps;
  }
  integrator.dispose();
  return { times, values };
}

/** Of energies one after the other, as a share of the first. */
export const largestRise = (values: readonly number[]): number =>
  Math.max(...values.slice(1).map((value, i) => (value - values[i]) / values[0]));

export const openSides: Check = {
  id: 'open-sides',
  title: 'Open sides',
  explanation: `A wave packet with ten points per wavelength on elements of order 4 runs into an open side, whose perfectly matched layer is ${CELLS} cells thick. The figure is the amplitude of what comes back, by comparison with a channel that goes on. Then noise, which holds the shortest waves of the mesh, dies away in a room with three open sides, their corners, a fixed neighbour, and a layer and an inclusion that run into them, and in one where a slow disc between free sides traps part of it: energy never rises.`,
  source: 'Grote and Sim, arXiv:1001.0319 (2010)',
  *run() {
    const measured: number[] = [];
    for (const angle of ANGLES) {
      measured.push(100 * reflectedAmplitude(angle, CELLS));
      yield (0.8 * measured.length) / ANGLES.length;
    }
    const run = fallingEnergy(openScene, STEPS, SAMPLES);
    let next = run.next();
    for (; !next.done; next = run.next()) yield 0.8 + 0.1 * next.value;
    const { times, values } = next.value;
    const trapped = fallingEnergy(ductScene, STEPS, SAMPLES);
    let last = trapped.next();
    for (; !last.done; last = trapped.next()) yield 0.9 + 0.1 * last.value;
    const at = (angle: number) => measured[ANGLES.indexOf(angle)];
    return {
      findings: [
        { what: 'reflected amplitude, normal incidence', value: at(0), unit: '%', atMost: 0.1 },
        { what: 'reflected amplitude at 45°', value: at(45), unit: '%', atMost: 0.5 },
        { what: 'reflected amplitude at 60°', value: at(60), unit: '%', atMost: 1 },
        { what: 'largest relative rise of the energy', value: largestRise(values), atMost: 1e-6 },
        {
          what: 'the same with trapped waves',
          value: largestRise(last.value.values),
          atMost: 1e-6,
        },
        { what: `left after ${STEPS} steps`, value: values.at(-1)! / values[0], atMost: 0.05 },
      ],
      plots: [
        {
          title: 'Reflected amplitude',
          x: { title: 'Angle of incidence (°)' },
          y: { title: 'Reflected (%)', log: true },
          series: [
            { name: `open, layer of ${CELLS} cells`, x: ANGLES, y: measured },
            {
              name: 'absorbing to first order (theory)',
              x: ANGLES.slice(1),
              y: ANGLES.slice(1).map((angle) => 100 * firstOrder(angle)),
              reference: true,
            },
          ],
        },
        {
          title: 'Energy relative to the start',
          x: { title: 'Time (s)' },
          y: { title: 'E(t)/E(0)', log: true },
          series: [{ name: 'noise', x: times, y: values.map((value) => value / values[0]) }],
        },
      ],
    };
  },
};
