interface Intervals {
  /** Where the training samples come from. */
  low: number;
  high: number;
  /** The ends of the slider. */
  min: number;
  max: number;
}

/** The part of a parameter's slider that the training samples come from. */
export const trainingInterval = ({ low, high, min, max }: Intervals) => ({
  from: (low - min) / (max - min),
  to: (high - min) / (max - min),
  title: 'Training interval',
});
