/** A batch in single precision against the integrators in double precision; runs in Chromium. */
import { describe, expect, it } from 'vitest';
import { integratorOf, stabilityOf } from '../integrator.ts';
import { drivenDisplacement, excite, type Source } from '../scene/excitation.ts';
import { incomingAt } from '../scene/incoming.ts';
import { integrate, type DrivenBoundary } from '../scene/integrate.ts';
import { buildModel } from '../scene/model.ts';
import { gridPoints, pointMatrix } from '../scene/points.ts';
import { recordFrames } from '../scene/recorder.ts';
import type { Scene } from '../scene/scene.ts';
import { planTiming } from '../scene/timing.ts';
import { GpuBatch } from './batch.ts';
import type { GpuDevice } from './webgpu.ts';

const scene: Scene = {
  mesh: 'quadrilaterals',
  size: 1 / 4,
  order: 4,
  box: { x: [0, 1], y: [0, 1] },
  sides: { left: 'pml', right: 'pml', bottom: 'fixed', top: 'pml' },
  layer: 0.5,
  background: { speed: 1, density: 1 },
  layers: [{ top: 0.25, speed: 1.5, density: 2 }],
  inclusions: [],
  obstacles: [],
  lines: [],
};
const absorbing = { left: 'absorbing', right: 'free', bottom: 'fixed', top: 'absorbing' } as const;
const all = (condition: 'driven') =>
  ({ left: condition, right: condition, bottom: condition, top: condition }) as const;

const ricker = (x: number, frequency: number): Source => ({
  kind: 'ricker',
  x,
  y: 0.6,
  width: 0.1,
  frequency,
  amplitude: 1,
});
const sources: readonly (readonly Source[])[] = [
  [ricker(0.3, 2)],
  [ricker(0.5, 3), ricker(0.7, 2)],
  [{ kind: 'pulse', x: 0.4, y: 0.5, width: 0.1, height: 1e-3 }],
];
const planes = [80, 110].map((angle): Source[] => [
  { kind: 'plane', x: 0.5, y: 0.1, angle, frequency: 2, height: 1e-3 },
]);
/** A wave runs along the driven sides, as under a submodel's trace. */
const trace: DrivenBoundary = (sample, t, out) => {
  for (let k = 0; k < out.length; k++) {
    out[k] = 1e-3 * Math.sin((7 + sample) * t + k / out.length) ** 2;
  }
};

async function device(): Promise<GpuDevice> {
  const { gpu } = navigator as unknown as {
    gpu: { requestAdapter(): Promise<{ requestDevice(): Promise<GpuDevice> }> };
  };
  return (await gpu.requestAdapter()).requestDevice();
}

const shared = device();

interface Case {
  scene: Scene;
  sources?: readonly (readonly Source[])[];
  boundary?: DrivenBoundary;
}

const cases: Record<string, Case> = {
  'order 4, open sides, a layer that runs into them': { scene },
  'order 3, absorbing sides': { scene: { ...scene, order: 3, sides: absorbing, layer: undefined } },
  'order 2, damped everywhere': {
    scene: { ...scene, order: 2, damping: 1, sides: absorbing, layer: undefined },
    sources: [sources[0]],
  },
  'order 1, absorbing sides': {
    scene: {
      ...scene,
      mesh: 'triangles',
      size: 1 / 12,
      order: 1,
      sides: absorbing,
      layer: undefined,
    },
  },
  'order 4, driven sides': {
    scene: { ...scene, sides: all('driven'), layer: undefined },
    boundary: trace,
  },
  'waves from outside, scattered by an inclusion at an open and a fixed side': {
    scene: {
      ...scene,
      sides: { ...scene.sides, bottom: 'pml', top: 'fixed' },
      layers: [],
      inclusions: [
        { shape: { kind: 'circle', x: 0.6, y: 0.5, radius: 0.2 }, speed: 0.8, density: 2 },
      ],
      incident: { angle: 80 },
    },
    sources: planes,
  },
};

const outputs = { from: 0.2, duration: 1.5, frames: 5 };

function prepare({ scene: given, sources: own = sources }: Case) {
  const model = buildModel(given);
  const timing = planTiming(model.lambdaMax, outputs, stabilityOf(model.system));
  const points = pointMatrix({ scene: given, mesh: model.mesh }, gridPoints([0, 1], [0, 1], 6));
  const excitations = () => own.map((list) => excite(given, model, list));
  return { model, timing, points, excitations };
}

describe('a batch on a GPU', () => {
  it.each(Object.entries(cases))('has the frames of single runs: %s', async (_, given) => {
    const { model, timing, points, excitations } = prepare(given);
    const batch = new GpuBatch(await shared, { model, timing, points });
    expect(batch.capacity).toBeGreaterThan(100);
    const frames = await batch.run(excitations(), given.boundary);
    const integrator = integratorOf(model.system, timing.dt);
    const moved =
      given.boundary ??
      ((_sample: number, t: number, out: Float64Array) =>
        out.fill(drivenDisplacement(excitations()[0], t)));
    excitations().forEach((excitation, sample) => {
      const truth = new Float32Array(frames[sample].length);
      const count = model.system.driven.length;
      const boundary: DrivenBoundary = (_lane, t, out) => moved(sample, t, out);
      const incoming = incomingAt(excitation, model.mesh, points);
      integrate(integrator, [excitation], { count, boundary }, timing.steps, [
        recordFrames(integrator, points, truth, timing, 0, incoming),
      ]);
      const largest = truth.reduce((most, u) => Math.max(most, Math.abs(u)), 0);
      const apart = truth.reduce(
        (most, u, i) => Math.max(most, Math.abs(u - frames[sample][i])),
        0,
      );
      expect(largest).toBeGreaterThan(0);
      expect(apart / largest).toBeLessThan(1e-5);
    });
    integrator.dispose();
  });

  it('says so where the device is lost', async () => {
    const { model, timing, points, excitations } = prepare(cases['order 1, absorbing sides']);
    const gpu = await device();
    const batch = new GpuBatch(gpu, { model, timing, points });
    (gpu as unknown as { destroy(): void }).destroy();
    await expect(batch.run(excitations())).rejects.toThrow('the GPU stopped');
  });
});
