/** The result of a training, as it is stored. */
export const result = {
  train: 0.1,
  test: 0.2,
  testErrors: {
    relativeL2: 0.2,
    relativeL1: 0.2,
    nrmse: 0.2,
    wellVrmse: 0.2,
    medianL1: 0.2,
    samples: 8,
    silent: 0,
    frames: 8,
    flatFrames: 0,
  },
  rate: 0.01,
  stepMs: 1,
  forecastMs: 1,
};
