import { copiesIn, copyParameters, type RowsCopied } from './copyJob.ts';
import { MOST_PARAMETERS } from './handOver.ts';
import { FLOAT, type Backend } from './kernels.ts';
import { fastLoops } from './loops.ts';
import { runJob } from './threads.ts';

/** Copies rows within the memory of a backend that has the loops, in one job if its parameters hold them. */
export function runCopies(backend: Backend, copies: readonly RowsCopied[]): void {
  const most = copiesIn(MOST_PARAMETERS);
  for (let i = 0; i < copies.length; i += most) {
    const some = copies.slice(i, i + most);
    const bytes = some.reduce((sum, one) => sum + one.rows * one.bytes, 0);
    const numbers = (2 * bytes) / FLOAT;
    runJob(backend, 'copy', fastLoops(backend)!, copyParameters(some), { numbers });
  }
}
