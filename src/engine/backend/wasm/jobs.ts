/** The jobs that threads may share, by name. */
import { chainBackward, chainForward } from './chain/jobs.ts';
import { convolve } from './convolveJob.ts';
import { copy } from './copyJob.ts';
import { double } from './doublingJob.ts';
import { elementwise } from './elementwiseJob.ts';
import { filterGradientJob } from './filterGradientJob.ts';
import { pad } from './padJob.ts';
import { sumRows } from './sumRowsJob.ts';

export const jobs = {
  chainBackward,
  chainForward,
  convolve,
  copy,
  double,
  elementwise,
  filterGradient: filterGradientJob,
  pad,
  sumRows,
};
export type JobName = keyof typeof jobs;
/** Their order is how threads tell them apart. */
export const jobNames = Object.keys(jobs) as JobName[];
