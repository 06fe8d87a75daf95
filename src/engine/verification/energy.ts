import { integratorOf, stabilityOf } from 'slimwave-waves/integrator';
import { addGaussian } from 'slimwave-waves/source';
import { experimentFrom } from '../experiment/presets.ts';
import { buildModel, type Model } from 'slimwave-waves/scene/model';
import { meshed } from '../scene/meshed.ts';
import { sceneOf } from '../scene/scene.ts';
import type { Check } from './check.ts';

/** Obstacles with each condition, an inclusion and a layer, on a fitted mesh. */
const room = (side: 'fixed' | 'absorbing', obstacle: 'free' | 'absorbing') =>
  buildModel(
    sceneOf(
      meshed(
        experimentFrom({
          'scene.mesh': 'fitted',
          'scene.elements': '32',
          'scene.obstacles': `circle(fixed,0.3,0.35,0.1) rectangle(${obstacle},0.75,0.7,0.1,0.3)`,
          'scene.inclusions': 'circle(0.7,0.3,0.15,0.6,2)',
          'scene.layers': 'layer(0.12,1.5,1.2)',
          'scene.left': side,
          'scene.right': side,
          'scene.bottom': 'fixed',
          'scene.top': side,
        }),
      ),
    ),
  );

const STEPS = 10_000;
const SAMPLES = 200;

/** Energies after a Gaussian displacement, every STEPS/SAMPLES steps, with their times. */
function* energies(model: Model): Generator<number, { times: number[]; values: number[] }> {
  const { mesh, system, lambdaMax } = model;
  const leapfrog = integratorOf(system, (0.9 * stabilityOf(system)) / Math.sqrt(lambdaMax));
  const u = new Float64Array(mesh.x.length);
  addGaussian(mesh, { x: 0.45, y: 0.6 }, { width: 0.05, height: 1e-3 }, u);
  leapfrog.start(u, new Float64Array(u.length));
  const [times, values] = [[] as number[], [] as number[]];
  for (let step = 1; step <= STEPS; step++) {
    leapfrog.step();
    if (step !== 1 && step % (STEPS / SAMPLES) !== 0) continue;
    times.push((step - 0.5) * leapfrog.dt);
    values.push(leapfrog.energy());
    yield step / STEPS;
  }
  leapfrog.dispose();
  return { times, values };
}

export const energy: Check = {
  id: 'energy',
  title: 'Energy',
  explanation: `In a room with obstacles, an inclusion and a layer the discrete energy ½ vᵀMv + ½ uⁿᵀK uⁿ⁻¹ is constant, apart from rounding, over ${STEPS} steps, whatever the mesh. With absorbing sides it never rises.`,
  source: 'Cohen, Higher-Order Numerical Methods for Transient Wave Equations (2002)',
  *run() {
    const closed = energies(room('fixed', 'free'));
    let kept = closed.next();
    for (; !kept.done; kept = closed.next()) yield kept.value / 2;
    const open = energies(room('absorbing', 'absorbing'));
    let lost = open.next();
    for (; !lost.done; lost = open.next()) yield 0.5 + lost.value / 2;
    const { times, values } = kept.value;
    const drift = Math.max(...values.map((value) => Math.abs(value / values[0] - 1)));
    const falling = lost.value.values;
    const rise = Math.max(...falling.slice(1).map((value, i) => (value - falling[i]) / falling[0]));
    return {
      findings: [
        { what: 'relative drift without damping', value: drift, atMost: 1e-12 },
        { what: 'largest relative rise with absorbing sides', value: rise, atMost: 1e-13 },
        { what: 'left after the last step', value: falling.at(-1)! / falling[0], atMost: 1e-2 },
      ],
      plots: [
        {
          title: 'Energy relative to the start',
          x: { title: 'Time (s)' },
          y: { title: 'E(t)/E(0)', log: true },
          series: [
            { name: 'fixed and free', x: times, y: values.map((v) => v / values[0]) },
            {
              name: 'absorbing',
              x: lost.value.times,
              y: falling.map((v) => v / falling[0]),
            },
          ],
        },
      ],
    };
  },
};
