import type { Settings } from '../lab/settings.ts';
import { useLab } from '../state.ts';
import { changedKeys, openedAsB, type Entry } from './entry.ts';

/** Sets the network of an entry as B; what was set before can be brought back. */
export function openAsB(settings: Settings, entry: Entry): void {
  const { shown } = useLab.getState();
  const next = openedAsB(entry, shown);
  settings.setValidExperiment(next, changedKeys(shown, next));
}
