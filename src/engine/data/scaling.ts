/** Between the values of a file or a simulation and what networks compute with. */

/** value = mean + unit · scaled: a pair for every channel, or a single one for all of them. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly unit: readonly number[];
}

/** Of what goes into a network and what comes out of it. */
export interface SetScaling {
  readonly input: Scaling;
  readonly output: Scaling;
}

export const UNSCALED: Scaling = { mean: [0], unit: [1] };

/** Values divided by their unit, without a mean: what simulated fields are, which oscillate about zero. */
export const inUnitsOf = (unit: number): Scaling => ({ mean: [0], unit: [unit] });

/** The pair of a channel. */
export const pairOf = ({ mean, unit }: Scaling, channel: number): [mean: number, unit: number] =>
  mean.length > 1 ? [mean[channel], unit[channel]] : [mean[0], unit[0]];

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

/**
 * Mean and deviation as a scaling. A channel without any deviation has its own size as the unit, so that what differs
 * elsewhere is neither hidden nor infinite.
 */
export const standardising = (statistics: readonly ChannelStatistics[]): Scaling => ({
  mean: statistics.map(({ mean }) => mean),
  unit: statistics.map(({ deviation, largest }) => deviation || largest || 1),
});

/** [channels, size] values scaled, to 32 bits. */
export function scaleField(values: Values, scaling: Scaling, channels: number): Float32Array {
  const out = new Float32Array(values.length);
  const size = values.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const [mean, unit] = pairOf(scaling, channel);
    for (let at = channel * size; at < (channel + 1) * size; at++) {
      out[at] = (values[at] - mean) / unit;
    }
  }
  return out;
}
