/** The networks in a run’s `results.json`, as it is saved under Take home. */
import * as v from 'valibot';
import { decodeLink, isLink } from '../../engine/opening/link.ts';
import { idsOf } from '../../engine/experiment/network.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import type { TrainingResult } from '../../engine/train/progress.ts';
import { emptyNetwork } from '../state.ts';
import { entryOf, type Entry } from './entry.ts';

const schema = v.object({
  link: v.string(),
  comparison: v.array(v.record(v.string(), v.unknown())),
});

/** The part of a result that an entry needs. */
type Known = Pick<TrainingResult, 'test' | 'train' | 'rate' | 'stepMs'> & {
  testErrors: Pick<TrainingResult['testErrors'], 'medianL1' | 'silent'>;
};

/** Undefined of a value that is no such file; without its networks that have no result. */
export function entriesOfRun(value: unknown, date: number): Entry[] | undefined {
  const file = v.safeParse(schema, value);
  if (!file.success) return undefined;
  const link = file.output.link.replace(/^[^#]*/, '');
  if (!isLink(link)) return undefined;
  const { experiment, preset } = decodeLink(link);
  const values = new Map(file.output.comparison.map((row) => [row.quantity, row]));
  return idsOf(experiment).flatMap((id) => {
    const numberOf = (quantity: string): number | undefined => {
      const found = values.get(quantity)?.[id];
      return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
    };
    const test = numberOf('test_relative_l2');
    if (test === undefined) return [];
    const result: Known = {
      test,
      train: numberOf('train_relative_l2') ?? NaN,
      rate: numberOf('learning_rate') ?? 'auto',
      stepMs: numberOf('step_ms') ?? NaN,
      testErrors: {
        medianL1: numberOf('test_scaled_median_l1') ?? NaN,
        silent: numberOf('test_samples_silent') ?? 0,
      },
    };
    const state = { ...emptyNetwork, result: result as TrainingResult };
    const plan = planNetwork(experiment, id);
    return [entryOf({ run: experiment, id, plan, state, preset, backend: '', date })];
  });
}
