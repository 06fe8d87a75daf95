/** Whether the reader has done what a page waits for. */
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { findLeaf, getValue } from '../../engine/experiment/leaves.ts';
import { idsOf } from '../../engine/experiment/network.ts';
import { sameParameters } from '../../engine/experiment/parameters.ts';
import { settingsMoved } from '../lab/moved.ts';
import { runs } from '../lab/run/phase.ts';
import type { TabId } from '../shared/resultTab.ts';
import type { LabState } from '../state.ts';
import type { Deed } from './format/lesson.ts';
import { evaluate, type Value } from './values/expression.ts';

export interface Moment {
  state: LabState;
  tab: TabId;
  /** Places that were clicked since the page was opened. */
  pressed: ReadonlySet<string>;
  lookUp: (name: string) => Value | undefined;
}

const textOf = ({ experiment }: LabState, key: string): string | undefined => {
  const leaf = findLeaf(key);
  const value = leaf && getValue(experiment, key);
  return leaf && value !== undefined ? formatFieldValue(leaf.field, value) : undefined;
};

/** `before`: when the page was opened, or the experiment that it opened had come. */
export function isDone(deed: Deed, before: LabState, now: Moment): boolean {
  const { state } = now;
  const current = state.run !== undefined && !settingsMoved(state);
  switch (deed.kind) {
    case 'train':
      return current && (runs(state.phase) || state.phase === 'finished');
    case 'finished':
      return current && state.phase === 'finished';
    case 'steps':
      return (
        current && idsOf(state.experiment).every((id) => state.networks[id].step >= deed.count)
      );
    case 'drag':
      return !sameParameters(before.parameters, state.parameters) && state.sample === undefined;
    case 'sample':
      return state.sample !== undefined && state.sample !== before.sample;
    case 'setting': {
      const text = textOf(state, deed.key);
      return deed.to === undefined ? text !== textOf(before, deed.key) : text === deed.to;
    }
    case 'tab':
      return now.tab === deed.tab;
    case 'press':
      return now.pressed.has(deed.at);
    case 'value':
      return evaluate(deed.is, now.lookUp) === true;
    default:
      return deed satisfies never;
  }
}
