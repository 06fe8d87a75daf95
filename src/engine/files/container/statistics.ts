/** What an array looks like, for somebody who chooses among arrays: range, gaps, and a small picture. */
import { product } from '../../math.ts';
import type { ArrayInfo, Container, Slab } from './container.ts';
import { countsOf } from './slab.ts';

export interface Thumbnail {
  /** Which axes of the array are up and down, and left and right; an array of one axis has a picture of one row. */
  readonly axes: readonly [rows: number | undefined, columns: number];
  readonly rows: number;
  readonly columns: number;
  /** Row by row. NaN where a value is missing. */
  readonly values: Float32Array;
  /** Where along the other axes it is. */
  readonly at: readonly number[];
}

export interface ArrayStatistics {
  /** Of the finite values looked at; NaN where there are none. */
  readonly min: number;
  readonly max: number;
  /** How many of the values looked at are NaN or missing, and how many infinite. */
  readonly nan: number;
  readonly infinite: number;
  /** How many values were looked at: fewer than there are of a large array. */
  readonly looked: number;
  readonly total: number;
  /** None of an empty array. */
  readonly thumbnail?: Thumbnail;
}

/** So many values are looked at at most: a hundredth of a second's arithmetic. */
const LIMIT = 2 ** 20;
/** Of a large array, some of its planes: at so many places along the other axes. */
const PLACES = 6;
const PICTURE = 48;

/**
 * Bounded work and memory, whatever the array's size: of a large one, some planes spread over it are looked at. Rejects
 * as `Container.read` does.
 */
export async function arrayStatistics(
  container: Container,
  { name, shape }: Pick<ArrayInfo, 'name' | 'shape'>,
  signal?: AbortSignal,
): Promise<ArrayStatistics> {
  const total = product(shape);
  const found = { min: Infinity, max: -Infinity, nan: 0, infinite: 0, looked: 0 };
  const options = { missing: 'nan', signal } as const;
  for (const slab of total === 0 ? [] : slabs(shape)) {
    const { data } = await container.read(name, slab, options);
    for (const value of data) {
      if (Number.isNaN(value)) found.nan += 1;
      else if (!Number.isFinite(value)) found.infinite += 1;
      else {
        if (value < found.min) found.min = value;
        if (value > found.max) found.max = value;
      }
    }
    found.looked += data.length;
  }
  const none = found.min > found.max;
  return {
    ...found,
    ...(none ? { min: NaN, max: NaN } : {}),
    total,
    ...(total > 0 ? { thumbnail: await readThumbnail(container, name, shape, options) } : {}),
  };
}

/** The parts of an array that are looked at. */
function slabs(shape: readonly number[]): Slab[] {
  if (product(shape) <= LIMIT) return [shape.map((count) => ({ start: 0, count, step: 1 }))];
  const plane = planeOf(shape);
  const others = shape.map((_, axis) => axis).filter((axis) => !plane.includes(axis));
  const places = others.length > 0 ? PLACES : 1;
  const room = LIMIT / places;
  const area = product(plane.map((axis) => shape[axis]));
  const step = Math.max(1, Math.ceil((area / room) ** (1 / plane.length)));
  return Array.from({ length: places }, (_, i) =>
    shape.map((extent, axis) => {
      if (plane.includes(axis)) return { start: 0, count: Math.ceil(extent / step), step };
      // From the first to the last along every axis, in different steps, so that not only a diagonal is seen.
      const share = (i * (others.indexOf(axis) + 1)) % places;
      const start = Math.round((share / Math.max(1, places - 1)) * (extent - 1));
      return { start, count: 1, step: 1 };
    }),
  );
}

/**
 * The axes that are most likely space: two neighbours of one length, the later the likelier; or else the longest
 * two of the last three. One axis of an array that has no other.
 */
function planeOf(shape: readonly number[]): number[] {
  const long = shape.map((_, axis) => axis).filter((axis) => shape[axis] > 1);
  if (long.length < 2) return [long[0] ?? shape.length - 1].filter((axis) => axis >= 0);
  for (let i = long.length - 2; i >= 0; i--) {
    const [a, b] = [long[i], long[i + 1]];
    if (shape[a] === shape[b] && shape[a] >= 4) return [a, b];
  }
  return long
    .slice(-3)
    .toSorted((a, b) => shape[b] - shape[a] || b - a)
    .slice(0, 2)
    .toSorted((a, b) => a - b);
}

async function readThumbnail(
  container: Container,
  name: string,
  shape: readonly number[],
  options: { missing: 'nan'; signal?: AbortSignal },
): Promise<Thumbnail> {
  const plane = planeOf(shape);
  const slab = shape.map((extent, axis) => {
    if (!plane.includes(axis)) {
      // The first sample is as good as any; along the other axes the middle shows more than a beginning at rest.
      return { start: axis === 0 ? 0 : extent >> 1, count: 1, step: 1 };
    }
    const step = Math.max(1, Math.ceil(extent / (plane.length === 1 ? 2 * PICTURE : PICTURE)));
    return { start: 0, count: Math.ceil(extent / step), step };
  });
  const { data } = await container.read(name, slab, options);
  const counts = countsOf(slab);
  const [first, second] = plane;
  const [rows, columns] =
    second === undefined ? [undefined, first ?? 0] : ([first, second] as const);
  return {
    axes: [rows, columns],
    rows: rows === undefined ? 1 : counts[rows],
    columns: counts[columns] ?? 1,
    values: data instanceof Float32Array ? data : Float32Array.from(data),
    at: slab.map(({ start }) => start),
  };
}
