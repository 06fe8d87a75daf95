/** The jobs that threads may share, by name. */
import { convolve } from './convolveJob.ts';
import { filterGradientJob } from './filterGradientJob.ts';

export const jobs = { convolve, filterGradient: filterGradientJob };
export type JobName = keyof typeof jobs;
/** Their order is how threads tell them apart. */
export const jobNames = Object.keys(jobs) as JobName[];
