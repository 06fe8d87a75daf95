/** How many cases there are and how large they may be. */
export interface Extent {
  /** Every combination of kernel, stride and padding, or one of each kernel drawn by chance. */
  every: boolean;
  /** Grid points beyond the length of the kernel, at least and at most. */
  least: number;
  points: number;
  channels: readonly number[];
  batch: number;
}

/** For every backend that computes at the speed of its machine: fractions of a second to seconds. */
export const FULL: Extent = {
  every: true,
  least: 0,
  points: 14,
  channels: [1, 2, 3, 4, 5, 8, 12, 16, 19],
  batch: 3,
};

/** For software GPUs, which need 10 to 100 milliseconds for any operation. */
export const TINY: Extent = {
  every: false,
  least: 0,
  points: 4,
  channels: [1, 2, 3, 4],
  batch: 2,
};
