/** Mappings that were chosen in the dialog, remembered in this browser by the shapes of the arrays. */
import type { ArrayInfo } from '../../../engine/files/container/container.ts';
import type { Mapping } from '../../../engine/mapping/mapping.ts';
import { formatMapping } from '../../../engine/mapping/mappingText.ts';

const STORAGE_KEY = 'slimwave.mappings';

/** So many are kept; the oldest go. */
const MOST = 40;

type Known = readonly (readonly [key: string, mapping: string])[];

/**
 * Equal for files whose arrays have the same names and shapes. The number of samples, which comes first, may differ
 * from one file of a data set to the next, and so may numbers in names.
 */
export function shapesKey(arrays: readonly ArrayInfo[]): string {
  const kinds = arrays.map(
    ({ path, shape, dtype }) =>
      `${path.replaceAll(/\d+/g, '#')}:${shape.map((extent, axis) => (axis === 0 && shape.length > 1 ? '*' : extent)).join('x')}:${dtype}`,
  );
  return [...new Set(kinds)].toSorted().join(' ').slice(0, 2000);
}

/** Storage may be forbidden or hold anything: then nothing is known. */
function known(): Known {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(list) ? list.filter(isPair) : [];
  } catch {
    return [];
  }
}

const isPair = (one: unknown): one is readonly [string, string] =>
  Array.isArray(one) && one.length === 2 && one.every((text) => typeof text === 'string');

/** The text of the mapping that was chosen last for such arrays. */
export function recall(arrays: readonly ArrayInfo[]): string | undefined {
  const key = shapesKey(arrays);
  return known().find(([one]) => one === key)?.[1];
}

export function remember(arrays: readonly ArrayInfo[], mapping: Mapping): void {
  const key = shapesKey(arrays);
  const others = known().filter(([one]) => one !== key);
  const list: Known = [...others, [key, formatMapping(mapping)] as const].slice(-MOST);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(list));
  } catch {
    // Nothing is lost but the memory.
  }
}
