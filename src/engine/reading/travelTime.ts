/**
 * From the moment at which a trace begins to the time that the wave took. A wavelet rises gradually, so that the picker
 * finds its beginning some way in front of the peak: always the same way for the same form of wave, found by picking that
 * form itself.
 */

/** Where the picker finds the beginning of a wave, from its middle. */
export const ONSETS = {
  /** In periods: of the wave that a Ricker source sends out in the plane, half an integral of its wavelet. */
  ricker: -0.909,
  /** In standard deviations over c: of the wave of a Gaussian displacement, half a derivative of the Gaussian. */
  pulse: -3.567,
  /** In periods: of the Ricker-shaped crest of a plane wave. */
  plane: -0.957,
} as const;

export type Emitter =
  /** A wavelet of this peak frequency (Hz) with its peak at `delay` (s), over a Gaussian of standard deviation `width` (m). */
  | { kind: 'ricker'; frequency: number; delay: number; width: number }
  /** A Gaussian displacement of standard deviation `width` (m). */
  | { kind: 'pulse'; width: number }
  /** A crest through the source's position at t = 0, of this peak frequency (Hz). */
  | { kind: 'plane'; frequency: number };

/**
 * When the picker would find the beginning of the wave at the source itself (s), where waves have the speed c (m/s): onset
 * minus this is the travel time. A Ricker wavelet over a Gaussian is a Ricker wavelet of lower frequency, since it is the
 * second derivative of a Gaussian whose width is 1/(√2 π f).
 */
export function onsetAtSource(emitter: Emitter, speed: number): number {
  switch (emitter.kind) {
    case 'ricker': {
      const { frequency, delay, width } = emitter;
      const spread = Math.hypot(1, (Math.SQRT2 * Math.PI * frequency * width) / speed);
      return delay + (ONSETS.ricker * spread) / frequency;
    }
    case 'pulse':
      return (ONSETS.pulse * emitter.width) / speed;
    case 'plane':
      return ONSETS.plane / emitter.frequency;
    default:
      return emitter satisfies never;
  }
}
