/** Ticks of logarithmic axes. */

/** Digits in every decade; where values differ by many decades, powers of ten alone. */
export const DIGITS = [1, 2, 5] as const;
export const POWERS = [1] as const;

interface LogTicks {
  /** The first digits of ticks, rising, from 1 to below 10. */
  digits?: readonly number[];
  /** Whether all ticks lie between the two values; otherwise the first and the last lie outside, or on them. */
  inside?: boolean;
  /** Of powers of ten, only every so many. */
  stride?: number;
}

/** One after the other, from 10^`first` to below 10^`last`. */
function candidates(first: number, last: number, digits: readonly number[], stride: number) {
  const ticks: number[] = [];
  for (let power = first; power <= last; power++) {
    if (power % stride !== 0) continue;
    // From its text: 2 × 10⁻⁷ computed is not 2e-7.
    for (const digit of digits) ticks.push(Number(`${digit}e${power}`));
  }
  return ticks;
}

/** Rising ticks for values from `low` to `high`, both above zero; at least two, unless they lie `inside`. */
export function logTicks(
  low: number,
  high: number,
  { digits = DIGITS, inside = false, stride = 1 }: LogTicks = {},
): number[] {
  const first = Math.floor(Math.log10(low)) - stride;
  const last = Math.ceil(Math.log10(high)) + stride;
  const ticks = candidates(first, last, digits, stride);
  if (inside) return ticks.filter((tick) => tick >= low && tick <= high);
  const from = ticks.findLastIndex((tick) => tick <= low);
  const to = ticks.findIndex((tick) => tick >= high);
  return ticks.slice(from, Math.max(to, from + 1) + 1);
}
