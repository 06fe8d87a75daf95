/**
 * The Pareto front of points whose both coordinates are better when smaller: those for which no other point is
 * at least as small in both and smaller in one. Of equal points the first is taken. Ordered by x.
 */
export function paretoFront<Item>(
  items: readonly Item[],
  x: (item: Item) => number,
  y: (item: Item) => number,
): Item[] {
  const ordered = items.toSorted((a, b) => x(a) - x(b) || y(a) - y(b));
  let least = Infinity;
  return ordered.filter((item) => {
    const better = y(item) < least;
    if (better) least = y(item);
    return better;
  });
}
