/**
 * A wave packet in a channel of spectral elements with free walls, which runs into the right end at a given angle: a plane
 * wave and its mirror image, u = cos(k_y y) · envelope · cos(k_x x − ωt). The same packet in a channel that goes on tells
 * what the end sends back.
 */
import { uniformMaterial } from 'slimwave-waves/assembly';
import { integratorOf, stabilityOf } from 'slimwave-waves/integrator';
import type { Mesh } from 'slimwave-waves/mesh/mesh';
import { structuredQuadrilaterals } from 'slimwave-waves/mesh/structured';
import { extendMesh } from 'slimwave-waves/pml/extend';
import { largestEigenvalueOf } from 'slimwave-waves/spectrum';
import { elementSystem, type Condition } from 'slimwave-waves/system';

const ORDER = 4;
const POINTS_PER_WAVELENGTH = 10;
const WAVELENGTH = 1;
const CELL = (ORDER / POINTS_PER_WAVELENGTH) * WAVELENGTH;
/** Standard deviation of the envelope (m); packets end after four of them. */
const ENVELOPE = 2 * WAVELENGTH;
const COLUMNS = Math.round((8 * ENVELOPE) / CELL);
const WIDTH = COLUMNS * CELL;
/** Share of the stability limit that the time step takes. */
const SAFETY = 0.95;

/** Amplitude that comes back from the open end of the channel, whose layer has so many cells, as a share of what ran into it. */
export function reflectedAmplitude(angleDegrees: number, layerCells: number): number {
  const angle = (angleDegrees * Math.PI) / 180;
  const k = (2 * Math.PI) / WAVELENGTH;
  const [kx, ky] = [k * Math.cos(angle), k * Math.sin(angle)];
  // The walls are free: half a period of cos(k_y y) fits between them.
  const height = ky > 1e-9 ? Math.PI / ky : CELL;
  const rows = Math.ceil(height / CELL - 1e-9);
  const channel = (columns: number) =>
    structuredQuadrilaterals({ columns, rows, width: columns * CELL, height }, ORDER);
  const ended = extendMesh(channel(COLUMNS), {
    box: { x: [0, WIDTH], y: [0, height] },
    sides: ['right'],
    thickness: layerCells * CELL,
    count: layerCells,
  });
  const envelope = (s: number) => Math.exp(-((s / ENVELOPE) ** 2) / 2);
  const slope = (s: number) => -(s / ENVELOPE ** 2) * envelope(s);
  /** u and u' at t = 0. */
  const start = ({ x, y }: Mesh) => {
    const phase = (i: number) => kx * (x[i] - WIDTH / 2);
    const across = (i: number) => Math.cos(ky * y[i]);
    const at = (i: number) => x[i] - WIDTH / 2;
    return {
      u: x.map((_, i) => across(i) * envelope(at(i)) * Math.cos(phase(i))),
      rate: x.map(
        (_, i) =>
          across(i) *
          (k * envelope(at(i)) * Math.sin(phase(i)) -
            Math.cos(angle) * slope(at(i)) * Math.cos(phase(i))),
      ),
    };
  };
  // With the group velocity c cos θ, from the middle to the end and back.
  const duration = WIDTH / Math.cos(angle);
  const run = (mesh: Mesh, right: Condition) => {
    const system = elementSystem(mesh, uniformMaterial(mesh, 1), { right });
    const limit = stabilityOf(system) / Math.sqrt(largestEigenvalueOf(system));
    return { mesh, system, limit };
  };
  const both = [run(channel(2 * COLUMNS), 'free'), run(ended, 'pml')];
  const steps = Math.ceil(duration / (SAFETY * Math.min(...both.map(({ limit }) => limit))));
  const [expected, found] = both.map(({ mesh, system }) => {
    const integrator = integratorOf(system, duration / steps);
    const { u, rate } = start(mesh);
    integrator.start(u, rate);
    for (let step = 0; step < steps; step++) integrator.step();
    const last = integrator.u.slice();
    integrator.dispose();
    return last;
  });
  const { u } = start(ended);
  const { mass } = both[1].system;
  let [back, sent] = [0, 0];
  for (let i = 0; i < mass.length; i++) {
    sent += mass[i] * u[i] ** 2;
    // The nodes of the channel have the same numbers in both meshes. Those of its last cell still hold what is leaving.
    if (ended.x[i] < WIDTH - CELL) back += mass[i] * (found[i] - expected[i]) ** 2;
  }
  return Math.sqrt(back / sent);
}
