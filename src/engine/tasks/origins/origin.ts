/** Where the samples of a task come from, and the words that go with it. How they are made is in `engine/data`. */

/** Parts of an experiment, beside the task itself. */
export type Part = 'scene' | 'source' | 'zone' | 'modes' | 'medium' | 'data';

export interface Origin {
  id: 'scene' | 'modes' | 'medium' | 'file';
  /** What a sample follows from, once the task and the sample's own parameters are known. */
  parts: readonly Part[];
  /** A scene is simulated: it has free parameters that can be moved by hand, a mesh, a zone and receivers. */
  simulated: boolean;
  /** The user must open a file, which is not kept with the run. */
  fromFile: boolean;
  /** A second test set comes from another distribution. */
  shifted: boolean;
  /** Samples come scaled by statistics of the training samples, not in the unit of the fields. */
  scaled: boolean;
  /** Unit of the fields; none where only the user knows it. */
  unit?: 'm';
  /** Frames belong to known times (s). */
  timed: boolean;
  words: OriginWords;
}

export interface OriginWords {
  /** The large picture beside the networks'. */
  square: { title: string; label: string; help: string };
  /** Ends the names of pictures, as in “Forecast of network B in the zone”. */
  place: string;
  /** Ends “at every point”. */
  points: string;
  /** What a test sample is. */
  testSample: string;
  /** The colours of fields. */
  scale: { name: string; help: string };
  /** What a forecast is made from, of a sample with so many parameters. */
  from(parameters: number): string;
  /** What the user should know of silent samples; `share` is what they are silent against. */
  silent(samples: string, share: string): string;
}

/** What is said of silent samples where no wave has to reach a zone. */
export const hardlyDiffers = (samples: string, share: string): string =>
  `In ${samples} the field hardly differs from the mean of the training samples (root mean square below ${share}): relative errors leave them out.`;
