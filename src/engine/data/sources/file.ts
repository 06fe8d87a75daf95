import type { SampleSource } from './source.ts';

/** A user's file (`data/own.ts`): its samples carry their inputs, scaled. */
export const file: SampleSource = {
  drawer() {
    throw new Error('The samples of own data come from a file.');
  },
  input: ({ others }) => Float32Array.from(others),
  times: () => [],
};
