/** Keeps every network of the page whose training ends. */
import { planOf } from '../networks/plans.ts';
import type { Lab } from '../lab/lab.ts';
import { addEntry, loadArchive } from './archive.ts';
import { entryOf } from './entry.ts';
import { browserShelf, type Shelf } from '../storage/shelf.ts';
import { networkIds } from '../../engine/experiment/network.ts';

/** Call once. Resolves when what earlier visits left is there. */
export function keepNetworks(lab: Lab, shelf: Shelf = browserShelf): Promise<void> {
  lab.store.subscribe((state, before) => {
    const { run, preset, backend, weightless } = state;
    if (!run) return;
    for (const id of networkIds) {
      const { status, diverged } = state.networks[id];
      if (status === before.networks[id].status) continue;
      // A run that is shown again was recorded when it ended.
      if (
        status === 'finished' &&
        (weightless !== undefined || lab.state().course.networks[id].kept?.result)
      )
        continue;
      if (status !== 'finished' && !(status === 'failed' && diverged)) continue;
      const { file } = lab.state().course;
      const entry = entryOf({
        run,
        id,
        plan: planOf(run, id),
        state: state.networks[id],
        preset,
        backend: state.networks[id].backend ?? backend?.name ?? '',
        date: Date.now(),
        file: file && { name: file.name, key: file.data.fingerprint },
      });
      void addEntry(shelf, entry);
    }
  });
  return loadArchive(shelf);
}
