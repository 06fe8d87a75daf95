/**
 * The exact wave that a disc scatters of a plane Ricker wave in a medium of c = 1 m/s and ρ = 1 kg/m²: a series of Bessel
 * functions for every frequency (Morse and Ingard, Theoretical Acoustics, chapter 8).
 */
import { over, times, type Complex } from 'slimwave-waves/layered/waveform';
import type { Point } from 'slimwave-waves/mesh/mesh';
import { rickerShape, type PlanePulse } from 'slimwave-waves/source';
import { besselJ, besselY } from './bessel.ts';

export interface Disc {
  x: number;
  y: number;
  radius: number;
  /** A hole with this condition at its rim, or a medium. */
  inside: 'fixed' | 'free' | { speed: number; density: number };
}

/** The wave comes back after so many seconds: by then it has died away. */
const PERIOD = 8;
/** Beyond this many times the peak frequency a Ricker wavelet's spectrum is below 10⁻⁵ of its peak. */
const BAND = 4;
/** Terms of the series beyond the largest argument. */
const MORE_TERMS = 14;

const turned = (size: number, angle: number): Complex => [
  size * Math.cos(angle),
  size * Math.sin(angle),
];

/** The derivative of Z_n from Z_(n−1) and Z_(n+1). */
const slope = (z: Float64Array, n: number): number => (n === 0 ? -z[1] : (z[n - 1] - z[n + 1]) / 2);

/** The coefficients of one frequency, wavenumber k: of H_n⁽²⁾(kr) outside and of J_n(k₁r) inside. */
function coefficients({ radius, inside }: Disc, k: number, count: number) {
  const s = k * radius;
  const [j, y] = [besselJ(count + 1, s), besselY(count + 1, s)];
  const medium = typeof inside === 'object' ? inside : undefined;
  const within = medium && besselJ(count + 1, s / medium.speed);
  const impedance = medium ? medium.density * medium.speed : 0;
  return Array.from({ length: count }, (_, n): { outside: Complex; inside: Complex } => {
    const [dj, dy] = [slope(j, n), slope(y, n)];
    if (!within) {
      const [top, bottom] = inside === 'fixed' ? [j[n], y[n]] : [dj, dy];
      return { outside: over([-top, 0], [top, -bottom]), inside: [0, 0] };
    }
    const [w, dw] = [within[n], slope(within, n)];
    const real = dj * w - impedance * j[n] * dw;
    const determinant: Complex = [real, impedance * y[n] * dw - dy * w];
    // The Wronskian of J and H⁽²⁾.
    return {
      outside: over([-real, 0], determinant),
      inside: over([0, -2 / (Math.PI * s)], determinant),
    };
  });
}

/** ∫ R(f t) e^(−iωt) dt of the Ricker wavelet with its peak at t = 0 (s). */
function rickerSpectrum(omega: number, frequency: number): number {
  const w = (omega / frequency) ** 2;
  return (w * Math.exp(-w / (4 * Math.PI ** 2))) / (2 * Math.PI ** 2.5 * frequency);
}

/** The whole wave (m), [times, points]; zero inside holes. */
export function scatteredByDisc(
  disc: Disc,
  pulse: PlanePulse,
  points: readonly Point[],
  at: readonly number[],
): Float64Array {
  const { frequency, height } = pulse;
  const angle = (pulse.angle * Math.PI) / 180;
  const along = ([x, y]: Point) =>
    (x - pulse.x) * Math.cos(angle) + (y - pulse.y) * Math.sin(angle);
  const arrival = along([disc.x, disc.y]);
  const places = points.map((point) => {
    const [dx, dy] = [point[0] - disc.x, point[1] - disc.y];
    const r = Math.hypot(dx, dy);
    return { r, theta: Math.atan2(dy, dx) - angle, within: r < disc.radius, along: along(point) };
  });
  const medium = typeof disc.inside === 'object' ? disc.inside : undefined;
  const out = new Float64Array(at.length * points.length);
  at.forEach((t, row) =>
    places.forEach(({ within, along: s }, p) => {
      if (!within) out[row * points.length + p] = height * rickerShape(frequency * (s - t));
    }),
  );
  for (let bin = 1; bin <= BAND * frequency * PERIOD; bin++) {
    const omega = (2 * Math.PI * bin) / PERIOD;
    const amplitude = (2 / PERIOD) * height * rickerSpectrum(omega, frequency);
    const inner = omega / (medium?.speed ?? 1);
    const count = Math.ceil(Math.max(omega, inner) * disc.radius) + MORE_TERMS;
    const known = coefficients(disc, omega, count);
    places.forEach(({ r, theta, within }, p) => {
      if (within && !medium) return;
      const j = besselJ(count, (within ? inner : omega) * r);
      const y = within ? undefined : besselY(count, omega * r);
      let [re, im] = [0, 0];
      for (let n = 0; n < count; n++) {
        const { outside, inside } = known[n];
        const wave = y ? times(outside, [j[n], -y[n]]) : times(inside, [j[n], 0]);
        const [a, b] = times(
          wave,
          turned((n === 0 ? 1 : 2) * Math.cos(n * theta), -n * (Math.PI / 2)),
        );
        re += a;
        im += b;
      }
      at.forEach((t, row) => {
        const [c, s] = turned(amplitude, omega * (t - arrival));
        out[row * points.length + p] += re * c - im * s;
      });
    });
  }
  return out;
}
