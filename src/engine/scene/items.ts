/** The shapes and materials of a scene's list items. */
import { corners, slack, boxPolygon, type Box, type Shape } from 'slimwave-waves/scene/shapes';
import type { Material } from 'slimwave-waves/scene/scene';
import type { Point } from 'slimwave-waves/mesh/mesh';
import type { Item } from '../experiment/list.ts';

/**
 * The shape of a list item and the numbers that follow it, such as speed and density. Of intervals the lower
 * end is taken.
 */
export function shapeOf({ kind, numbers }: Item, more: number): { shape: Shape; rest: number[] } {
  const values = numbers.map(([low]) => low);
  switch (kind) {
    case 'circle': {
      const [x, y, radius, ...rest] = values;
      return { shape: { kind: 'circle', x, y, radius }, rest };
    }
    case 'rectangle': {
      const [x, y, width, height, ...rest] = values;
      const box: Box = {
        x: [x - width / 2, x + width / 2],
        y: [y - height / 2, y + height / 2],
      };
      return { shape: boxPolygon(box), rest };
    }
    case 'polygon': {
      const coordinates = values.slice(more);
      const points = Array.from({ length: coordinates.length / 2 }, (_, i): Point => [
        coordinates[2 * i],
        coordinates[2 * i + 1],
      ]);
      return {
        shape: { kind: 'polygon', points: withoutRepeats(points) },
        rest: values.slice(0, more),
      };
    }
    default:
      throw new Error(`There is no shape “${kind}”.`);
  }
}

/**
 * Corners without those equal to the one before them, the last one and the first taken as neighbours: files of
 * maps and drawings close their rings by naming the first corner again.
 */
const withoutRepeats = (points: readonly Point[]): Point[] =>
  points.filter(([x, y], i) => {
    const [px, py] = points[(i + points.length - 1) % points.length];
    return Math.hypot(x - px, y - py) > slack(x, y);
  });

/** Numbers of an inclusion that are not its shape: speed and density. */
const MATERIAL_NUMBERS = 2;

/** The corners of a polygon without a material. */
export const polygonOf = (item: Item): readonly Point[] => corners(shapeOf(item, 0).shape, 1);

export const obstacleShape = (item: Item): Shape => shapeOf(item, 0).shape;

export function inclusionOf(item: Item): Material & { shape: Shape } {
  const { shape, rest } = shapeOf(item, MATERIAL_NUMBERS);
  return { shape, speed: rest[0], density: rest[1] };
}

/** The item with every interval at its lower (0) or upper (1) end. */
export const itemAt = (item: Item, end: 0 | 1): Item => ({
  ...item,
  numbers: item.numbers.map((interval) => [interval[end], interval[end]]),
});
