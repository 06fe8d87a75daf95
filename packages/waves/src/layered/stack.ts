/** Horizontal layers as a plane wave meets them, one after the other. */
import type { Material } from '../scene/scene.ts';

/** What a plane wave finds at the end of the layers: `open` goes on for ever. */
export type End = 'open' | 'free' | 'fixed';

export interface LayeredMedium {
  /** From the lowest to the highest; the first and the last one go on for ever where their end is open. */
  materials: readonly Material[];
  /** Heights (m) between one material and the next, ascending: one less than materials. */
  interfaces: readonly number[];
  bottom: { y: number; end: End };
  top: { y: number; end: End };
}

/** In the order in which a wave meets them: `s` is y, or −y where it travels downwards. */
export interface Stack {
  /** 1 where the wave travels upwards, −1 downwards. */
  sign: 1 | -1;
  layers: readonly {
    /** Where the layer begins (m); that of the first one is where it ends. */
    s: number;
    /** Vertical slowness √(1/c² − p²) (s/m). */
    q: number;
    /** κq = ρc cos θ. */
    impedance: number;
    /** κ (N/m). */
    kappa: number;
  }[];
  /** Reflection coefficient at the end of the last layer, and where (m); undefined where it is open. */
  end?: { s: number; coefficient: 1 | -1 };
}

/** Why no plane wave comes in as asked for: a sentence that says what to do. */
export class IncidenceError extends Error {
  override name = 'IncidenceError';
}

/** A horizontal slowness within this share of 1/c is a wave along the layers. */
const GRAZING = 1e-9;

const degrees = (radians: number): string => ((radians * 180) / Math.PI).toFixed(1);

/** The index of the material at a height. */
const indexAt = ({ interfaces }: LayeredMedium, y: number): number =>
  interfaces.filter((at) => y >= at).length;

/**
 * The layers that a plane wave meets which has the direction `angle` (degrees from the x axis) at the height y, and its
 * horizontal slowness (s/m). Throws `IncidenceError` where no such wave exists.
 */
export function stackFor(
  medium: LayeredMedium,
  y: number,
  angle: number,
): { slowness: number; stack: Stack } {
  const { materials, interfaces, bottom, top } = medium;
  const radians = (angle * Math.PI) / 180;
  const { speed } = materials[indexAt(medium, y)];
  const slowness = Math.cos(radians) / speed;
  const rise = Math.sin(radians);
  if (Math.abs(rise) < GRAZING) return along(medium, y, slowness);
  const sign = rise > 0 ? 1 : -1;
  const [first, last] = sign > 0 ? [bottom, top] : [top, bottom];
  if (first.end !== 'open') {
    throw new IncidenceError(
      `A plane wave that travels ${sign > 0 ? 'upwards' : 'downwards'} comes in through the ${sign > 0 ? 'bottom' : 'top'} side, which lets nothing in: make that side open or absorbing, turn the wave, or let it begin inside, at t = 0.`,
    );
  }
  const order = sign > 0 ? materials : materials.toReversed();
  const starts = (sign > 0 ? interfaces : interfaces.toReversed()).map((at) => sign * at);
  const fastest = Math.max(...materials.map((material) => material.speed));
  if (Math.abs(slowness) * fastest >= 1 - GRAZING) {
    const critical = Math.asin(Math.min(1, speed / fastest));
    throw new IncidenceError(
      `The plane wave does not pass through all layers: it is ${degrees(Math.PI / 2 - Math.asin(Math.abs(rise)))}° from the vertical where its crest starts, and at ${degrees(critical)}° or more the layer with ${fastest} m/s reflects all of it. Make it steeper, or let it begin inside, at t = 0.`,
    );
  }
  const end =
    last.end === 'open'
      ? undefined
      : { s: sign * last.y, coefficient: last.end === 'free' ? (1 as const) : (-1 as const) };
  // Of a single layer any height does.
  const begin = starts[0] ?? end?.s ?? 0;
  const layers = order.map((material, m) => {
    const kappa = material.density * material.speed ** 2;
    const q = Math.sqrt(1 / material.speed ** 2 - slowness ** 2);
    return { s: m === 0 ? begin : starts[m - 1], q, kappa, impedance: kappa * q };
  });
  return { slowness, stack: { sign, layers, end } };
}

/** A wave along the layers: there must be one only. What stands at the ends scatters it. */
function along(medium: LayeredMedium, y: number, slowness: number) {
  const [{ speed, density }, ...more] = medium.materials;
  if (more.length > 0) {
    throw new IncidenceError(
      'A plane wave that travels along layers would be torn apart by their different speeds: turn it, take the layers away, or let it begin inside, at t = 0.',
    );
  }
  const layer = { s: y, q: 0, kappa: density * speed ** 2, impedance: 0 };
  return { slowness, stack: { sign: 1 as const, layers: [layer] } };
}
