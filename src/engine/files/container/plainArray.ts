/** Arrays whose values stand in a file one after another, in C order or in Fortran's: any part of them. */
import { product } from '../../math.ts';
import type { NamedArray } from '../arrays.ts';
import { conversionNotes, type ValueType } from '../values.ts';
import type { ByteSource, ReadOptions, Slab } from './container.ts';
import { Pace } from './pace.ts';
import { Selection } from './selection.ts';
import { boxes, checkedSlab, countsOf, type Box } from './slab.ts';
import { SlabValues } from './slabValues.ts';

export interface PlainArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ValueType;
  readonly dtype: string;
  /** Where its values begin in the file. */
  readonly start: number;
  readonly fortran: boolean;
}

/** Read at once at most (bytes). */
const PIECE = 4e6;
/** So little is read at once even where most of it is not wanted: another read costs more. */
const SCRAP = 1 << 16;

/** The values in the slab. What lies between them is read too where that saves many reads, and not kept. */
export async function readPlainArray(
  source: ByteSource,
  array: PlainArray,
  slab?: Slab,
  options: ReadOptions = {},
): Promise<NamedArray> {
  const { name, shape, type, fortran } = array;
  const chosen = checkedSlab(name, shape, slab);
  const reversed = fortran && shape.length > 1;
  const selection = new Selection(
    reversed ? shape.toReversed() : shape,
    reversed ? chosen.toReversed() : chosen,
    type.size,
  );
  const target = new SlabValues(type, selection.counts, { reversed });
  const pace = new Pace(type.size * product(selection.counts), options);
  for (const box of boxes(selection.counts, (part) => isSmall(selection, part, type.size))) {
    const { begin, length } = selection.span(box);
    const bytes = await source.read(array.start + begin, length);
    const values = selection.gather(bytes, box);
    target.put(values, box);
    await pace.advance(values.length);
  }
  return plainResult(array, countsOf(chosen), target.values);
}

/** Whether the box is read at once. */
function isSmall(selection: Selection, box: Box, size: number): boolean {
  const { length } = selection.span(box);
  return length <= SCRAP || (length <= PIECE && length <= 8 * size * product(box.count));
}

/** With the notes on what reading has changed. */
export function plainResult(
  { type, dtype, fortran }: Pick<PlainArray, 'type' | 'dtype' | 'fortran'>,
  shape: readonly number[],
  data: NamedArray['data'],
): NamedArray {
  const reordered = fortran && shape.length > 1;
  const notes = [
    ...conversionNotes(type),
    ...(reordered ? ['Fortran order converted to C order'] : []),
  ];
  return { shape, data, dtype, notes };
}
