/** All targets, by name: `npm run fuzz -- NAME`. */
import { experimentFile } from './experimentFile.ts';
import { link } from './link.ts';
import { fuzzed, type Fuzzed } from './target.ts';

export const targets: readonly Fuzzed[] = [fuzzed(experimentFile), fuzzed(link)];
