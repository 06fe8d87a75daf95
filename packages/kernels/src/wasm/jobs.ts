/** The jobs that threads may share, by name. */
import { chainBackward, chainForward } from './chain/jobs.ts';
import { convolve } from './convolveJob.ts';
import { copy } from './copyJob.ts';
import { double } from './doublingJob.ts';
import { elementwise } from './elementwiseJob.ts';
import { filterGradientJob } from './filterGradientJob.ts';
import type { Job } from './job.ts';
import { pad } from './padJob.ts';
import { sumRows } from './sumRowsJob.ts';

/** Handed over to see how long that takes. */
const nothing: Job = () => {};

export const jobs = {
  chainBackward,
  chainForward,
  convolve,
  copy,
  double,
  elementwise,
  filterGradient: filterGradientJob,
  nothing,
  pad,
  sumRows,
};
export type JobName = keyof typeof jobs;
/** Their order is how threads tell them apart. */
export const jobNames = Object.keys(jobs) as JobName[];
