/** Ratios of the runner's reports: what a network has, relative to the reference. */

type Quantities<Key extends string> = Readonly<Partial<Record<Key, number>>>;

/** own[key] / reference[key], of the quantities that both have. */
export function relativeTo<Key extends string>(
  own: Quantities<Key>,
  reference: Quantities<Key>,
  keys: readonly Key[],
): Quantities<Key> {
  const ratios = keys.flatMap((key): [Key, number][] => {
    const ratio = (own[key] ?? NaN) / (reference[key] ?? NaN);
    return Number.isFinite(ratio) ? [[key, ratio]] : [];
  });
  return Object.fromEntries(ratios) as Quantities<Key>;
}
