/** Parts of an axis as text, and the indices that they mean. */
import type { Part, Slice } from './mapping.ts';

/** Indices on an axis are smaller than this. */
const MAX_INDEX = 2 ** 40;

const end = (at: number | undefined): string => (at === undefined ? '' : String(at));

/** As in Python: `0:512`, `::2`, `-240:`; a list as `3` or `0,2`. */
export function formatPart(part: Part): string {
  if (isList(part)) return part.join(',');
  const { from, to, step } = part;
  return `${end(from)}:${end(to)}${step === undefined || step === 1 ? '' : `:${step}`}`;
}

export const isList = (part: Part): part is readonly number[] => Array.isArray(part);

/** The text of `formatPart`; undefined for anything else. */
export function parsePart(text: string): Part | undefined {
  if (text.includes(':')) return parseSlice(text);
  const list = text.split(',').map(parseIndex);
  return list.every((index) => index !== undefined) ? list : undefined;
}

export function parseSlice(text: string): Slice | undefined {
  const ends = text.split(':');
  if (ends.length < 2 || ends.length > 3) return undefined;
  const numbers = ends.map((one) => (one.trim() === '' ? undefined : (parseIndex(one) ?? NaN)));
  if (numbers.some(Number.isNaN)) return undefined;
  const [from, to, step] = numbers;
  if (step !== undefined && step < 1) return undefined;
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(step === undefined || step === 1 ? {} : { step }),
  };
}

export function parseIndex(text: string): number | undefined {
  if (!/^-?\d{1,13}$/.test(text.trim())) return undefined;
  const index = Number(text);
  // There is no −0.
  return Math.abs(index) < MAX_INDEX ? index + 0 : undefined;
}

/** Where indices are taken from, how many there are, and how far apart; a list as it is. */
export type Picked = { from: number; count: number; step: number } | readonly number[];

/**
 * What a part means on an axis of `extent`; ends of a slice beyond it are cut off, as in Python. Undefined where a list
 * names an index that is not there.
 */
export function pickPart(part: Part | undefined, extent: number): Picked | undefined {
  if (part && isList(part)) {
    const list = part.map((index) => (index < 0 ? index + extent : index));
    return list.every((index) => index >= 0 && index < extent) ? list : undefined;
  }
  const [from, to] = sliceEnds(part, extent);
  const step = part?.step ?? 1;
  return { from, count: Math.max(0, Math.ceil((to - from) / step)), step };
}

/** The first index and the first one left out, both within 0 … extent. */
export function sliceEnds(slice: Slice | undefined, extent: number): [from: number, to: number] {
  const clamp = (at: number) => Math.min(extent, Math.max(0, at < 0 ? at + extent : at));
  return [clamp(slice?.from ?? 0), clamp(slice?.to ?? extent)];
}

export const pickedCount = (picked: Picked): number =>
  'count' in picked ? picked.count : picked.length;

export const pickedIndices = (picked: Picked): readonly number[] =>
  'count' in picked
    ? Array.from({ length: picked.count }, (_, i) => picked.from + i * picked.step)
    : picked;
