/** How long a series will take. */
import { togetherMs } from '../../engine/device/decide.ts';
import { idsOf } from '../../engine/experiment/network.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { settingsMoved } from '../lab/moved.ts';
import { formatDuration } from '../shared/numbers.ts';
import type { LabState } from '../state.ts';

const DAY_MS = 86_400_000;

/**
 * Time (ms) in which all networks are trained once, without making samples: from the run with these settings, otherwise
 * from the measurement of the backend where that was made with the same networks. Undefined where neither is there.
 */
export function seedMs(state: LabState, cores: number): number | undefined {
  const { run, experiment, networks, backend } = state;
  if (!backend) return undefined;
  const ids = idsOf(experiment);
  if (run && !settingsMoved(state) && ids.every((id) => networks[id].stepMs)) {
    const times = ids.map((id) => [id, stepsOf(run, id) * networks[id].stepMs!]);
    return togetherMs(backend.name, Object.fromEntries(times), cores);
  }
  const figure = backend.figures.find(({ name }) => name === backend.name);
  const measured = state.asked?.measured;
  const same =
    measured?.net === experiment.net &&
    measured.task === experiment.task &&
    measured.networks === experiment.networks &&
    measured.training.batch === experiment.training.batch;
  if (figure?.togetherMs === undefined || !same) return undefined;
  return Math.max(...ids.map((id) => stepsOf(experiment, id))) * figure.togetherMs;
}

/** What there is to be said of so many seeds that each take so long, as sentences. */
export function timeText(seeds: number, one: number | undefined): string {
  if (one === undefined) return 'How long it takes is known after the first seed.';
  const all = seeds * one;
  const each = seeds > 1 ? `, ${formatDuration(one)} a seed` : '';
  return all > DAY_MS
    ? `About ${Math.round(all / 3_600_000)} hours${each}: more than a day. The page must stay open, or continue later from where it was.`
    : `About ${formatDuration(Math.max(1000, all))}${each}.`;
}
