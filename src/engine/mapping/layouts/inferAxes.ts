/** Axes by extents alone, where neither names nor attributes tell. */

const LEAST = 4;

/**
 * Letters of `axesOf` for a shape without its axis of samples, or undefined where it has no two axes for a grid. The grid
 * is two neighbouring axes of equal extents, if any, otherwise the largest; with equal chances, the last. `lead` is what
 * an axis in front of it counts; what follows it are channels.
 */
export function inferAxes(shape: readonly number[], lead: 't' | 'c'): string | undefined {
  const rank = shape.length;
  if (rank < 2 || rank > 4) return undefined;
  const pairs = shape.slice(1).map((second, i) => ({ at: i, first: shape[i], second }));
  const able = pairs.filter(({ first, second }) => Math.min(first, second) >= LEAST);
  if (able.length === 0) return undefined;
  const equal = able.filter(({ first, second }) => first === second);
  const [best] = (equal.length > 0 ? equal : able).toSorted(
    (p, q) => q.first * q.second - p.first * p.second || q.at - p.at,
  );
  const before = best.at;
  const after = rank - best.at - 2;
  if (before > 2 || after > 1 || (before === 2 && after === 1)) return undefined;
  if (before === 2) return 'tcxy';
  if (before === 1) return `${after === 1 ? 't' : lead}xy${after === 1 ? 'c' : ''}`;
  return after === 1 ? 'xyc' : after === 0 ? 'xy' : undefined;
}
