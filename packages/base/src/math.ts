/** Arithmetic that every part of the engine needs. */

export const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The arithmetic mean; NaN of none. */
export const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

/** The mean of what is known: NaN, such as the error of a batch of silent samples, is left out; NaN of none. */
export const meanOfKnown = (values: readonly number[]): number =>
  mean(values.filter((value) => !Number.isNaN(value)));

/** The median; the mean of the two middle values of an even number, NaN of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Half of the range that the middle half of the values spans: how far they scatter, whatever the outliers; NaN of none. */
export function halfQuartileRange(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  return sorted.length === 0 ? NaN : (at(0.75) - at(0.25)) / 2;
}

/** The slope of the straight line that fits the points best (least squares). */
export function fittedSlope(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  return mean(x.map((v, i) => (v - mx) * (y[i] - my))) / mean(x.map((v) => (v - mx) ** 2));
}
