/** Where the points of a file’s grid and its times are. */
import type { Container } from '../files/container/container.ts';
import type { OwnData } from '../files/ownData.ts';
import type { Mapping } from './mapping.ts';
import { pickedIndices } from './parts.ts';
import type { Plan } from './plan.ts';
import { findArray, findNumbered } from './resolve.ts';

type Coordinates = NonNullable<OwnData['coordinates']>;

/** Distances between neighbours may differ from each other by this share. */
const UNEVEN = 0.01;

/**
 * Along x and y those of the points that are used; along time all of them, as arrays may use different times. What does
 * not fit the axis is left out: it is of use for labels alone.
 */
export async function readCoordinates(
  container: Container,
  { coordinates = {} }: Mapping,
  { outputs: [{ axis, picks, shape }] }: Plan,
): Promise<Coordinates> {
  const found: { x?: Float64Array; y?: Float64Array; time?: Float64Array } = {};
  for (const key of ['x', 'y', 'time'] as const) {
    const name = coordinates[key];
    const at = axis[key];
    if (name === undefined || at < 0) continue;
    const info = findArray(container, name) ?? findNumbered(container, name)[0].info;
    const { data } = await container.read(info.name, undefined, { missing: 'nan' });
    // Cells are sometimes given by their edges, of which there is one more.
    if (data.length !== shape[at] && data.length !== shape[at] + 1) continue;
    const values = Float64Array.from(data);
    if (!values.every(Number.isFinite)) continue;
    found[key] =
      key === 'time' ? values : Float64Array.from(pickedIndices(picks[at]), (i) => values[i]);
  }
  return found;
}

/** A sentence for each axis of space whose points are not equally far apart. */
export function unevenNotes(coordinates: Coordinates): string[] {
  return (['x', 'y'] as const).flatMap((key) => {
    const values = coordinates[key];
    if (!values || values.length < 3) return [];
    const gaps = Array.from(values.subarray(1), (value, i) => value - values[i]);
    const [least, most] = [Math.min(...gaps.map(Math.abs)), Math.max(...gaps.map(Math.abs))];
    if (most - least <= UNEVEN * most) return [];
    return [
      `The points along ${key} are not equally spaced (${Number(least.toPrecision(3))} to ${Number(most.toPrecision(3))}): networks and pictures treat them as if they were.`,
    ];
  });
}
