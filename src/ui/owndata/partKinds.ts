/** Parts of an axis as one choice from a list; what is not in the list is a range with a first and a last index. */
import type { AxisRole, Part, Slice } from '../../engine/mapping/mapping.ts';
import { isList, sliceEnds } from '../../engine/mapping/parts.ts';

export type PartKind = 'all' | 'first' | 'last' | 'later' | 'second' | 'fourth' | 'range' | 'list';

const presets: Readonly<Partial<Record<PartKind, { part: Part | undefined; text: string }>>> = {
  all: { part: undefined, text: 'all' },
  first: { part: [0], text: 'the first' },
  last: { part: [-1], text: 'the last' },
  later: { part: { from: 1 }, text: 'all after the first' },
  second: { part: { step: 2 }, text: 'every 2nd' },
  fourth: { part: { step: 4 }, text: 'every 4th' },
};

/** Channels are chosen one by one if there are no more than this. */
export const MAX_BOXES = 12;

/** The choices for an axis, in the order of the list. */
export function partKinds(role: AxisRole, extent: number): PartKind[] {
  if (role === 'x' || role === 'y') return ['all', 'second', 'fourth', 'range'];
  if (role === 'channel') return extent <= MAX_BOXES ? ['all', 'list'] : ['all', 'first', 'range'];
  return ['all', 'first', 'last', 'later', 'second', 'range'];
}

export const kindText = (kind: PartKind): string =>
  kind === 'range' ? 'from … to …' : kind === 'list' ? 'some' : (presets[kind]?.text ?? kind);

const same = (a: Part | undefined, b: Part | undefined): boolean =>
  JSON.stringify(a ?? {}) === JSON.stringify(b ?? {});

/** Which choice a part is, on an axis that has these. */
export function kindOf(part: Part | undefined, role: AxisRole, extent: number): PartKind {
  const kinds = partKinds(role, extent);
  const found = kinds.find(
    (kind) => kind in presets && same(normal(part, extent), normal(presets[kind]!.part, extent)),
  );
  if (found) return found;
  return kinds.includes('list') || (part && isList(part)) ? 'list' : 'range';
}

/** Ends that say nothing are left out, and indices from the end are counted from the beginning. */
function normal(part: Part | undefined, extent: number): Part | undefined {
  if (!part) return undefined;
  if (isList(part)) return part.map((index) => (index < 0 ? index + extent : index));
  const [from, to] = sliceEnds(part, extent);
  const { step = 1 } = part;
  return {
    ...(from > 0 ? { from } : {}),
    ...(to < extent ? { to } : {}),
    ...(step > 1 ? { step } : {}),
  };
}

/** The part that a choice begins with. */
export function partOfKind(kind: PartKind, extent: number): Part | undefined {
  if (kind === 'range') return { from: 0, to: extent, step: 1 };
  if (kind === 'list') return Array.from({ length: extent }, (_, index) => index);
  return presets[kind]?.part;
}

/** A slice as the three numbers that are shown. */
export function sliceNumbers(
  slice: Slice | undefined,
  extent: number,
): { from: number; to: number; step: number } {
  const [from, to] = sliceEnds(slice, extent);
  return { from, to, step: slice?.step ?? 1 };
}

/** Without what says nothing, so that the text of a mapping stays short. */
export function sliceOf(
  { from, to, step }: { from: number; to: number; step: number },
  extent: number,
): Slice {
  return {
    ...(from > 0 ? { from } : {}),
    ...(to < extent ? { to } : {}),
    ...(step > 1 ? { step } : {}),
  };
}
