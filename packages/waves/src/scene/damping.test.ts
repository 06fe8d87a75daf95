import { describe, expect, it } from 'vitest';
import { integratorOf } from '../integrator.ts';
import { buildModel } from './model.ts';
import type { Scene } from './scene.ts';

const WIDTH = 4;
const scene: Scene = {
  mesh: 'quadrilaterals',
  size: 1 / 10,
  box: { x: [0, WIDTH], y: [0, 1] },
  sides: { left: 'fixed', right: 'fixed', bottom: 'fixed', top: 'fixed' },
  background: { speed: 2, density: 3 },
  layers: [],
  inclusions: [],
  obstacles: [],
  lines: [],
};

/** u at every step as a share of a standing mode that begins at rest. */
function shares(damping: number, dt: number, steps: number): number[] {
  const { mesh, system } = buildModel({ ...scene, damping });
  const mode = mesh.x.map(
    (x, i) => Math.sin((3 * Math.PI * x) / WIDTH) * Math.sin(Math.PI * mesh.y[i]),
  );
  const integrator = integratorOf(system, dt);
  integrator.start(mode, new Float64Array(mode.length));
  const norm = mode.reduce((sum, value) => sum + value * value, 0);
  const found = Array.from({ length: steps }, () => {
    integrator.step();
    return mode.reduce((sum, value, i) => sum + value * integrator.u[i], 0) / norm;
  });
  integrator.dispose();
  return found;
}

describe('damping of the whole scene', () => {
  it('lets a standing mode fall as exp(−σt/2), at its shifted frequency', () => {
    const [sigma, dt, steps] = [1.5, 0.004, 500];
    // The frequency on this mesh, from two steps without damping: u₂ + u₀ = 2 cos(ωΔt) u₁.
    const [u1, u2] = shares(0, dt, 2);
    const omega = Math.acos((u2 + 1) / (2 * u1)) / dt;
    const shifted = Math.sqrt(omega * omega - (sigma * sigma) / 4);
    shares(sigma, dt, steps).forEach((share, step) => {
      const t = (step + 1) * dt;
      const exact =
        Math.exp((-sigma * t) / 2) *
        (Math.cos(shifted * t) + (sigma / (2 * shifted)) * Math.sin(shifted * t));
      expect(share).toBeCloseTo(exact, 3);
    });
  });
});
