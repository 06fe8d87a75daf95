/**
 * Limits and steps of numbers that have a size: the schema's own are wide, and on the page a number keeps to the domain
 * and moves in steps that fit it.
 */
/**
 * What the limits and the step of a number follow. width, height: a coordinate. size: a length, up to the longer side of
 * the domain. decade: the number itself, since it may have any order of magnitude.
 */
export type Follows = 'width' | 'height' | 'size' | 'decade';

export interface Limits {
  min: number;
  max: number;
  step: number;
}

/** The power of ten of a number, as a factor to steps that are made for numbers near one. */
export const decadeOf = (value: number): number => {
  const size = Math.abs(value);
  return size >= 10 || (size > 0 && size < 0.1) ? 10 ** Math.floor(Math.log10(size)) : 1;
};

/** The limits of a number in a scene; `value` is what it is now. */
export function limitsIn(
  { width, height }: { width: number; height: number },
  { min, max, step, follows }: Limits & { follows?: Follows },
  value?: number,
): Limits {
  const within = (length: number): Limits => ({
    min,
    max: Math.min(max, length),
    step: step * decadeOf(length),
  });
  switch (follows) {
    case 'width':
      return within(width);
    case 'height':
      return within(height);
    case 'size': {
      const limits = within(Math.max(width, height));
      // Of a length that may be zero, all values are allowed.
      return min === 0 ? limits : { ...limits, min: Math.min(limits.max, limits.step) };
    }
    case 'decade':
      return { min, max, step: step * decadeOf(value ?? 1) };
    case undefined:
      return { min, max, step };
    default:
      return follows satisfies never;
  }
}
