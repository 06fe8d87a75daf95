/** Files of numbers without a header: their shape must be asked for. */
import { DataFileError } from '../arrays.ts';

/** A file that seems to hold raw float32 numbers and says nothing of its shape. */
export class MissingShapeError extends DataFileError {
  override name = 'MissingShapeError';

  constructor(
    /** The file's name. */
    readonly file: string,
    /** How many numbers it has: what the extents must multiply to. */
    readonly count: number,
    /** Shapes of public data sets that have so many; the likeliest first, often none. */
    readonly suggestions: readonly (readonly number[])[],
  ) {
    super(
      `${file} has no header; it may hold ${count.toLocaleString('en-GB')} numbers of 32 bits: give its shape, or save it with numpy.save.`,
    );
  }
}

/** Of public data sets whose files have no header: WaveBench's. */
const KNOWN = [
  [10_000, 128, 128],
  [10_000, 334, 128],
] as const;

export const suggestedShapes = (count: number): readonly (readonly number[])[] =>
  KNOWN.filter(([n, x, y]) => n * x * y === count);
