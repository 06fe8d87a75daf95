/** How far the points of a file's grid are from each other. */
import type { OwnData } from '../files/ownData.ts';

/** Distances between neighbours may differ from each other by this share. */
const UNEVEN = 0.01;

/** Of evenly spaced coordinates, in their unit; undefined of others. */
function evenGap(coordinates: Float64Array | undefined): number | undefined {
  if (!coordinates || coordinates.length < 2) return undefined;
  const mean = (coordinates.at(-1)! - coordinates[0]) / (coordinates.length - 1);
  const even = coordinates.every((value, i) => {
    const wanted = coordinates[0] + i * mean;
    return Math.abs(value - wanted) <= UNEVEN * Math.abs(mean);
  });
  return even && mean !== 0 ? Math.abs(mean) : undefined;
}

/**
 * Along x and y, in the file's unit of length; undefined where the file has no coordinates of both, or its points are not
 * evenly spaced.
 */
export function gridSpacing({
  coordinates = {},
  outputs: { shape },
}: Pick<OwnData, 'coordinates' | 'outputs'>): readonly [x: number, y: number] | undefined {
  const gap = (key: 'x' | 'y', points: number) =>
    coordinates[key]?.length === points ? evenGap(coordinates[key]) : undefined;
  const [x, y] = [gap('x', shape[shape.length - 2]), gap('y', shape[shape.length - 1])];
  return x === undefined || y === undefined ? undefined : [x, y];
}
