import { arraysOf, type ElementwiseName } from './elementwise.ts';
import { elementwiseParameters, itemLength, type ElementwiseItem } from './elementwiseJob.ts';
import { MOST_PARAMETERS } from './handOver.ts';
import type { Backend } from './kernels.ts';
import { loopsFor } from './loops.ts';
import { runJob } from './threads.ts';

/** Runs an elementwise loop over all items, as one job if its parameters hold them. */
export function runElementwise(
  backend: Backend,
  name: ElementwiseName,
  items: readonly ElementwiseItem[],
): void {
  const most = Math.floor((MOST_PARAMETERS - 2) / itemLength(name));
  for (let i = 0; i < items.length; i += most) {
    const some = items.slice(i, i + most);
    const numbers = arraysOf(name) * some.reduce((sum, { size }) => sum + size, 0);
    runJob(backend, 'elementwise', loopsFor(backend), elementwiseParameters(name, some), {
      numbers,
    });
  }
}
