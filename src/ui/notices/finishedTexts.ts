/** What is said of the networks of a finished run. */
import { networkIds } from '../../engine/experiment/network.ts';
import { summary } from '../../engine/repeats.ts';
import { scatterOf } from '../../engine/train/series.ts';
import type { OpenedRun } from '../lab/stored/storedRun.ts';
import { networkName } from '../networks/networkName.ts';
import { formatPercentScatter } from '../shared/numbers.ts';

type Run = Pick<OpenedRun, 'run' | 'experiment' | 'series'>;

/** One text for each network; without `errors`, only its name and whether it failed. */
export function finishedTexts(
  { run, experiment, series }: Run,
  { errors }: { errors: boolean },
): string[] {
  return networkIds.flatMap((id) => {
    const network = run[id];
    if (!network) return [];
    const name = `${id.toUpperCase()} ${networkName(experiment, id)}`;
    const found = series ? scatterOf(series.done, id) : summary([network.result?.test ?? NaN]);
    if (found.count === 0) return [`${name}, failed`];
    return [errors ? `${name}, test error ${formatPercentScatter(found)}` : name];
  });
}
