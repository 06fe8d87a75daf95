/**
 * Random media: the wave speed c(x, y) on a grid of the unit square.
 *
 * All of them stay within c₀/√q ≤ c ≤ c₀·√q, with the contrast q, and c₀·q^(p − ½) with p uniform in [0, 1] is how
 * a speed is drawn: on a logarithmic scale, where c₀ is the middle.
 */
import type { Experiment } from '../experiment/schema.ts';
import { gaussianField } from '../randomField.ts';
import { randomStream, type RandomStream } from '../random.ts';

export interface MediumOptions extends Omit<Experiment['medium'], 'cells'> {
  /** c₀ (m/s). */
  speed: number;
  /** n, grid points along each axis with both border points. */
  points: number;
}

type Kind = Exclude<MediumOptions['kind'], 'mixed'>;

/** Fills p [n, n] of a medium with this length ℓ (m), x before y. */
type Fill = (out: Float64Array, points: number, length: number, random: RandomStream) => void;

const smooth: Fill = (out, points, length, random) =>
  gaussianField(
    out,
    [
      { points, extent: 1 },
      { points, extent: 1 },
    ],
    length,
    random,
  );

/** Sizes of layers and inclusions relative to ℓ, uniform in [½, 1½]: none is so thin that the grid misses it. */
const relativeSize = (random: RandomStream): number => 0.5 + random.uniform();

/** Bands at right angles to a random direction. */
const layers: Fill = (out, points, length, random) => {
  const angle = Math.PI * random.uniform();
  const [nx, ny] = [Math.cos(angle), Math.sin(angle)];
  const tops: number[] = [];
  const values: number[] = [];
  // No corner is as far from the centre.
  const end = 0.75;
  for (let top = -end - length * random.uniform(); top < end;) {
    top += length * relativeSize(random);
    tops.push(top);
    values.push(random.uniform());
  }
  for (let x = 0; x < points; x++) {
    for (let y = 0; y < points; y++) {
      const s = nx * (x / (points - 1) - 0.5) + ny * (y / (points - 1) - 0.5);
      out[x * points + y] = values[tops.findIndex((top) => s < top)];
    }
  }
};

/** Areas of all inclusions together, relative to the square's: with what they share they cover somewhat less than half. */
const COVER = 0.6;

/** Discs in a medium of speed c₀; later ones cover earlier ones. */
const inclusions: Fill = (out, points, length, random) => {
  out.fill(0.5);
  const count = Math.max(1, Math.round(COVER / (Math.PI * (length / 2) ** 2)));
  const last = points - 1;
  for (let i = 0; i < count; i++) {
    const [cx, cy] = [random.uniform(), random.uniform()];
    const radius = (length / 2) * relativeSize(random);
    const value = random.uniform();
    const from = (centre: number) => Math.max(0, Math.ceil((centre - radius) * last));
    const to = (centre: number) => Math.min(last, Math.floor((centre + radius) * last));
    for (let x = from(cx); x <= to(cx); x++) {
      for (let y = from(cy); y <= to(cy); y++) {
        if (Math.hypot(x / last - cx, y / last - cy) <= radius) out[x * points + y] = value;
      }
    }
  }
};

const kinds: Readonly<Record<Kind, Fill>> = { smooth, layers, inclusions };
const kindNames = Object.keys(kinds) as Kind[];

/** The speed c (m/s) of medium number `seed`, [n, n], x before y. The same number and options give the same medium. */
export function mediumSpeeds(
  { kind, contrast, length, speed, points }: MediumOptions,
  seed: number,
): Float32Array {
  const random = randomStream(seed, 'medium');
  const one = kind === 'mixed' ? kindNames[random.below(kindNames.length)] : kind;
  const shares = new Float64Array(points * points);
  kinds[one](shares, points, length, random);
  return Float32Array.from(shares, (p) => speed * contrast ** (p - 0.5));
}
