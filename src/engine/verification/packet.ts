/**
 * A wave packet in a channel with free walls, which runs into the right end at a given angle: a plane wave and
 * its mirror image, u = cos(k_y y) · envelope · cos(k_x x − ωt).
 */
import { structuredTriangles } from 'slimwave-waves/mesh/structured';
import type { Condition } from 'slimwave-waves/system';
import { begin, wave, type Wave } from './support.ts';

const POINTS_PER_WAVELENGTH = 20;
const WAVELENGTH = 1;
/** Standard deviation of the envelope (m); packets end after four of them. */
const ENVELOPE = 2 * WAVELENGTH;
const HALF_LENGTH = 4 * ENVELOPE;
const CELL = WAVELENGTH / POINTS_PER_WAVELENGTH;

/** Energies before the packet meets the end, and after what came back has left it again. */
export function reflectedEnergy(
  angleDegrees: number,
  end: Condition,
): [before: number, after: number] {
  const angle = (angleDegrees * Math.PI) / 180;
  const k = (2 * Math.PI) / WAVELENGTH;
  const [kx, ky] = [k * Math.cos(angle), k * Math.sin(angle)];
  // The walls are free: half a period of cos(k_y y) fits between them.
  const height = ky > 1e-9 ? Math.PI / ky : 4 * CELL;
  const rows = Math.max(4, Math.round(height / CELL));
  const width = 2 * HALF_LENGTH;
  const mesh = structuredTriangles({ columns: Math.round(width / CELL), rows, width, height });
  // With the group velocity c cos θ, from the middle to the end and back.
  const duration = (2 * HALF_LENGTH) / Math.cos(angle);
  const simulated = wave(mesh, { left: 'free', right: end, bottom: 'free', top: 'free' }, duration);
  const envelope = (s: number) => Math.exp(-((s / ENVELOPE) ** 2) / 2);
  begin(simulated, (x, y, t) => {
    const s = x - HALF_LENGTH - Math.cos(angle) * t;
    return envelope(s) * Math.cos(ky * y) * Math.cos(kx * (x - HALF_LENGTH) - k * t);
  });
  const energies = energyAtBothEnds(simulated);
  simulated.leapfrog.dispose();
  return energies;
}

function energyAtBothEnds({ leapfrog, steps }: Wave): [number, number] {
  leapfrog.step();
  const before = leapfrog.energy();
  for (let step = 1; step < steps; step++) leapfrog.step();
  return [before, leapfrog.energy()];
}
