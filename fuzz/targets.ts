/** All targets, by name: `npm run fuzz -- NAME`. */
import { experimentFile } from './experimentFile.ts';
import { hdf5 } from './hdf5.ts';
import { link } from './link.ts';
import { npz } from './npz.ts';
import { safetensors } from './safetensors.ts';
import { fuzzed, type Fuzzed } from './target.ts';

export const targets: readonly Fuzzed[] = [
  fuzzed(experimentFile),
  fuzzed(link),
  fuzzed(npz),
  fuzzed(hdf5),
  fuzzed(safetensors),
];
