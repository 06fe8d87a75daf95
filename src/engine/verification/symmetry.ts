import { integratorOf, stabilityOf } from 'slimwave-waves/integrator';
import { gaussianLoad, ricker, rickerCurvature, type Load } from 'slimwave-waves/source';
import { experimentFrom } from '../experiment/presets.ts';
import { buildModel, type Model } from 'slimwave-waves/scene/model';
import { meshed } from '../scene/meshed.ts';
import { sceneOf } from '../scene/scene.ts';
import type { Check } from './check.ts';

const FREQUENCY = 3;
const WIDTH = 0.05;
const END = 1.2;

/** Response at every step of a load to the wavelet of another one. */
function response(model: Model, source: Load, receiver: Load): number[] {
  const { system, lambdaMax } = model;
  const steps = Math.ceil(END / ((0.9 * stabilityOf(system)) / Math.sqrt(lambdaMax)));
  const integrator = integratorOf(system, END / steps);
  const heard: number[] = [];
  for (let step = 0; step < steps; step++) {
    const t = step * integrator.dt;
    integrator.force(source, ricker(t, FREQUENCY), rickerCurvature(t, FREQUENCY));
    integrator.step();
    let sum = 0;
    receiver.nodes.forEach((node, k) => (sum += receiver.values[k] * integrator.u[node]));
    heard.push(sum);
  }
  integrator.dispose();
  return heard;
}

const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));
const difference = (a: readonly number[], b: readonly number[]): number =>
  largest(a.map((value, i) => value - b[i])) / largest(a);

/** Two places change their roles in a scene with everything in it. */
function reciprocity(): { there: number[]; back: number[] } {
  const model = buildModel(
    sceneOf(
      meshed(
        experimentFrom({
          'scene.mesh': 'fitted',
          'scene.elements': '40',
          'scene.obstacles': 'circle(fixed,0.45,0.5,0.1) polygon(free,0.7,0.15,0.9,0.2,0.75,0.35)',
          'scene.inclusions': 'circle(0.3,0.8,0.12,0.5,3)',
          'scene.layers': 'layer(0.25,1.6,1.4)',
          'scene.top': 'free',
        }),
      ),
    ),
  );
  const at = (x: number, y: number) => gaussianLoad(model.mesh, model.system.mass, { x, y }, WIDTH);
  const [p, q] = [at(0.2, 0.45), at(0.75, 0.7)];
  return { there: response(model, p, q), back: response(model, q, p) };
}

/** Source and receiver in a square that is symmetric about its diagonal, and both mirrored. */
function mirrored(): number {
  const model = buildModel(
    sceneOf(
      meshed(experimentFrom({ 'scene.left': 'fixed', 'scene.right': 'free', 'scene.top': 'free' })),
    ),
  );
  const at = (x: number, y: number) => gaussianLoad(model.mesh, model.system.mass, { x, y }, WIDTH);
  const direct = response(model, at(0.3, 0.62), at(0.8, 0.4));
  return difference(direct, response(model, at(0.62, 0.3), at(0.4, 0.8)));
}

export const symmetry: Check = {
  id: 'symmetry',
  title: 'Reciprocity and mirror symmetry',
  explanation:
    'If source and receiver change places, the seismogram stays the same, however complicated the scene. In a square that is symmetric about its diagonal, a mirrored source produces the mirrored wave.',
  source: 'Aki and Richards, Quantitative Seismology, chapter 2',
  *run() {
    const { there, back } = reciprocity();
    yield 0.6;
    const mirror = mirrored();
    const time = there.map((_, i) => (END * (i + 1)) / there.length);
    return {
      findings: [
        {
          what: 'source and receiver exchanged: largest relative difference',
          value: difference(there, back),
          atMost: 1e-12,
        },
        {
          what: 'mirrored at the diagonal: largest relative difference',
          value: mirror,
          atMost: 1e-12,
        },
      ],
      plots: [
        {
          title: 'Seismogram, and with places exchanged',
          x: { title: 'Time (s)' },
          y: { title: 'u (relative)' },
          series: [
            { name: 'from P to Q', x: time, y: there.map((u) => u / largest(there)) },
            {
              name: 'from Q to P',
              x: time,
              y: back.map((u) => u / largest(there)),
              reference: true,
            },
          ],
        },
      ],
    };
  },
};
