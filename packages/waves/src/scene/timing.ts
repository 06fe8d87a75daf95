/** Time steps that hit the times of outputs. */

/** Δt as a share of the stability limit; the rest covers the error of the estimated λ_max. */
const SAFETY = 0.95;

export interface Timing {
  /** Time step (s). */
  dt: number;
  /** Time between two outputs (s): `stepsPerOutput` steps. */
  outputInterval: number;
  stepsPerOutput: number;
  /** Output intervals that pass before the first recorded frame. */
  skipped: number;
  /** Output times (s), the last one is the duration. */
  outputTimes: number[];
  /** Steps from t = 0 to the last output time. */
  steps: number;
}

/** When frames are recorded: equally spaced, from about `from` to exactly `duration` (s). */
export interface Outputs {
  from: number;
  duration: number;
  frames: number;
}

const skippedIntervals = ({ from, duration, frames }: Outputs): number =>
  Math.round(from / ((duration - from) / (frames - 1)));

/** Output intervals from t = 0 to the last output. */
export const outputIntervals = (outputs: Outputs): number =>
  skippedIntervals(outputs) + outputs.frames - 1;

/** The recorded frames' times (s). */
export const outputTimes = (outputs: Outputs): number[] => {
  const [skipped, intervals] = [skippedIntervals(outputs), outputIntervals(outputs)];
  return Array.from(
    { length: outputs.frames },
    (_, k) => outputs.duration * ((skipped + k) / intervals),
  );
};

/**
 * Output times from about `from` to exactly `duration`, equally spaced, and the largest stable time step
 * that hits all of them: `from` is rounded to a whole number of output intervals. Throws unless
 * 0 ≤ from < duration.
 *
 * `stability` is what Δt √λ_max must stay below, see `stabilityOf`.
 */
export function planTiming(
  lambdaMax: number,
  { from, duration, frames }: Outputs,
  stability = 2,
): Timing {
  if (!(from >= 0 && from < duration)) {
    throw new RangeError(`No output times lie between ${from} s and ${duration} s.`);
  }
  const skipped = skippedIntervals({ from, duration, frames });
  const intervals = outputIntervals({ from, duration, frames });
  const outputInterval = duration / intervals;
  const stepsPerOutput = Math.max(
    1,
    Math.ceil(outputInterval / ((SAFETY * stability) / Math.sqrt(lambdaMax))),
  );
  return {
    dt: outputInterval / stepsPerOutput,
    outputInterval,
    stepsPerOutput,
    skipped,
    outputTimes: outputTimes({ from, duration, frames }),
    steps: intervals * stepsPerOutput,
  };
}
