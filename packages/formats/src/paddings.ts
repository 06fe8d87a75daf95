/** How a field goes on beyond its grid; apart from `padding.ts`, since the schema must not need tensors. */

/**
 * zero: nothing outside; circular: the axis is a closed curve; odd: u = 0 on the border, which is the first
 * and the last grid point, and the field goes on with the opposite sign.
 */
export const paddings = ['zero', 'circular', 'odd'] as const;
export type Padding = (typeof paddings)[number];

/** Grid points that TensorFlow's 'same' puts in front of and behind an axis, for k kernel points. */
export const padWidths = (k: number): [before: number, after: number] => [
  Math.floor((k - 1) / 2),
  k - 1 - Math.floor((k - 1) / 2),
];

/** The largest kernel along an axis of n points for which the padding needs no second reflection or turn. */
export const largestKernel = (padding: Padding, n: number): number => {
  switch (padding) {
    case 'zero':
      return Infinity;
    case 'circular':
      return 2 * n;
    case 'odd':
      return 2 * n - 1;
    default:
      return padding satisfies never;
  }
};
