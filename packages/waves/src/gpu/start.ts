/** How samples on a GPU begin: the integrators themselves say it, in double precision. */
import { integratorOf } from '../integrator.ts';
import type { Excitation } from '../scene/excitation.ts';
import { begin } from '../scene/integrate.ts';
import type { Timing } from '../scene/timing.ts';
import { ElementLeapfrog } from '../spectral/elementLeapfrog.ts';
import type { System } from '../system.ts';
import type { Sizes } from './model.ts';
import type { Tables } from './tables.ts';

/**
 * The vectors of the state before step number `first`, [vectors, nodes, samples]: see `shader.ts`. Throws where a sample with a
 * start of its own begins before t = 0.
 */
export function startOf(
  { model: { system }, timing: { dt } }: { model: { system: System }; timing: Pick<Timing, 'dt'> },
  { nodes, vectors, driven }: Sizes,
  tables: Tables,
  excitations: readonly Excitation[],
  first: number,
): Float32Array {
  const samples = excitations.length;
  const out = new Float32Array(vectors * nodes * samples);
  const starts = excitations.some(
    ({ initial, state }) => initial !== undefined || state !== undefined,
  );
  if (first < 0 && starts) {
    throw new Error('a wave from outside together with a pulse is computed by WebAssembly alone.');
  }
  if (driven === 0 && !starts) return out;
  const integrator = integratorOf(system, dt);
  const layer = integrator instanceof ElementLeapfrog ? integrator.layer : undefined;
  // The last change of u, and that in the last half step.
  const [change, half] = vectors === 3 ? [2, 2] : [1, 4];
  excitations.forEach((excitation, sample) => {
    integrator.reset();
    if (first === 0) begin(integrator, excitation, 0);
    if (driven > 0) {
      integrator.place(tables.heldAt(sample, first * dt));
      integrator.prescribe(tables.heldAt(sample, (first + 1) * dt));
    }
    if (integrator instanceof ElementLeapfrog) integrator.begin();
    const { u, previous } = integrator;
    for (let i = 0; i < nodes; i++) {
      out[i * samples + sample] = u[i];
      out[(change * nodes + i) * samples + sample] = u[i] - previous[i];
    }
    for (const i of layer?.rim ?? []) {
      out[(half * nodes + i) * samples + sample] = u[i] - layer!.middle[i];
    }
  });
  integrator.dispose();
  return out;
}
