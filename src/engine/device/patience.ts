/** Limits for what a browser may never answer: a GPU that hangs, a file that does not come. */

/** How long each step of starting a backend may be silent (ms). */
export interface StartLimits {
  /** For an answer to whether there is a GPU. */
  adapter: number;
  /** For the GPU's device. */
  device: number;
  /** For the backend's code. */
  code: number;
  /** For each case of the self-test. */
  selfTest: number;
  /** For each sign of progress of the measurement. */
  measurement: number;
}

/** Unless the user chose the GPU, it is not awaited for long: WebAssembly is available. */
export const AUTOMATIC: StartLimits = {
  adapter: 2000,
  device: 2000,
  code: 10_000,
  selfTest: 4000,
  measurement: 8000,
};

/** A backend that the user has asked for may take its time: a GPU in software needs seconds for one case. */
export const ASKED_FOR: StartLimits = { ...AUTOMATIC, device: 5000, selfTest: 10_000 };

/** Something has been silent for too long. It may still answer: asking again may succeed. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/**
 * Does something that gives signs of life by calling `sign`, and rejects with a `SilenceError` once it has been silent
 * for `ms`. From then on `sign` throws, so that work still in progress ends at its next sign.
 *
 * `what` begins the sentence that says so: “its self-test”.
 */
export function whileAlive<T>(
  what: string,
  ms: number,
  run: (sign: () => void) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let silence: SilenceError | undefined;
    const giveUp = () => {
      silence = new SilenceError(`${what} did not answer within ${ms / 1000} s.`);
      reject(silence);
    };
    let timer = setTimeout(giveUp, ms);
    const sign = () => {
      if (silence) throw silence;
      clearTimeout(timer);
      timer = setTimeout(giveUp, ms);
    };
    run(sign)
      .finally(() => clearTimeout(timer))
      .then(resolve, reject);
  });
}

/** The same for something that gives no signs before it ends. */
export const inTime = <T>(what: string, ms: number, promise: Promise<T>): Promise<T> =>
  whileAlive(what, ms, () => promise);
