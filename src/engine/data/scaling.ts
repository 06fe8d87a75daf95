/** Between the values of a file or a simulation and what networks compute with. */
import type { ChannelStatistics, Values } from '../statistics.ts';

/** value = mean + unit · scaled: a pair for every channel, or a single one for all of them. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly unit: readonly number[];
}

/** Of what goes into a network and what comes out of it. */
export interface SetScaling {
  readonly input: Scaling;
  readonly output: Scaling;
  /** The scaled value that scores on min-max scaled fields count from, where it is not the least of the training set. */
  readonly least?: number;
}

/** What own data says of its samples beside their values. */
export interface GivenScaling extends SetScaling {
  /** Distances of neighbouring points along x and y, in the file’s unit of length (`gridSpacing`). */
  readonly spacing?: readonly [x: number, y: number];
}

export const UNSCALED: Scaling = { mean: [0], unit: [1] };

/** Values divided by their unit, without a mean: what simulated fields are, which oscillate about zero. */
export const inUnitsOf = (unit: number): Scaling => ({ mean: [0], unit: [unit] });

/** The pair of a channel. */
export const pairOf = ({ mean, unit }: Scaling, channel: number): [mean: number, unit: number] =>
  mean.length > 1 ? [mean[channel], unit[channel]] : [mean[0], unit[0]];

/**
 * Mean and deviation as a scaling. A channel without any deviation has its own size as the unit, so that what differs
 * elsewhere is neither hidden nor infinite.
 */
export const standardising = (statistics: readonly ChannelStatistics[]): Scaling => ({
  mean: statistics.map(({ mean }) => mean),
  unit: statistics.map(({ deviation, largest }) => deviation || largest || 1),
});

/** From each channel's [least, largest] to [0, 1]; a channel of one value is 0, in its own size as the unit. */
export const inRange = (ranges: readonly (readonly [low: number, high: number])[]): Scaling => ({
  mean: ranges.map(([low]) => low),
  unit: ranges.map(([low, high]) => high - low || Math.abs(low) || 1),
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

/** Values with the channel last, [..., channels], scaled in place: what networks take in. */
export function scaleLast(values: Float32Array, scaling: Scaling, channels: number): void {
  for (let channel = 0; channel < channels; channel++) {
    const [mean, unit] = pairOf(scaling, channel);
    for (let at = channel; at < values.length; at += channels) {
      values[at] = (values[at] - mean) / unit;
    }
  }
}
