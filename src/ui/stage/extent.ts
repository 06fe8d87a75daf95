/** Smallest and largest value; of a constant something around it, since colours need a range. */
export function rangeOf(values: Float32Array): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  const around = Math.abs(low) || 1;
  return low < high ? [low, high] : [low - around, high + around];
}
