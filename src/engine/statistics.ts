/** Statistics of the channels of a set of samples. */

/** Values in 32 or 64 bits, as they were read. */
export type Values = Float32Array | Float64Array;

/** What a channel's values are over some samples. */
export interface ChannelStatistics {
  mean: number;
  /** Root mean square about the mean; exactly 0 where all values are the same. */
  deviation: number;
  /** Largest absolute value. */
  largest: number;
}

/**
 * Statistics of every channel over the first `samples` samples of [n, channels, size] values, in 64 bits and two
 * passes: the difference of squares would cancel where the mean is large.
 */
export function channelStatistics(
  values: Values,
  { samples, channels, size }: { samples: number; channels: number; size: number },
): ChannelStatistics[] {
  const over = (channel: number, add: (value: number) => void) => {
    for (let i = 0; i < samples; i++) {
      const begin = (i * channels + channel) * size;
      for (let at = begin; at < begin + size; at++) add(values[at]);
    }
  };
  const count = samples * size;
  return Array.from({ length: channels }, (_, channel) => {
    let [low, high, sum, squares] = [Infinity, -Infinity, 0, 0];
    over(channel, (value) => {
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
    });
    const largest = Math.max(Math.abs(low), Math.abs(high));
    if (low === high) return { mean: low, deviation: 0, largest };
    const mean = sum / count;
    // Squares of the values themselves could be too large for 64 bits, or too small.
    const unit = 2 ** Math.floor(Math.log2(largest));
    over(channel, (value) => {
      squares += ((value - mean) / unit) ** 2;
    });
    return { mean, deviation: unit * Math.sqrt(squares / count), largest };
  });
}
