/** Keeps every network of the page whose training ends. */
import { planOf } from '../networks/plans.ts';
import type { Lab } from '../lab/lab.ts';
import { addEntry, loadArchive } from './archive.ts';
import { entryOf } from './entry.ts';
import type { BackendReport } from '../../engine/device/choose.ts';
import { machineName, type BackendName } from '../../engine/device/decide.ts';
import { browserShelf, type Shelf } from '../storage/shelf.ts';
import { networkIds } from '../../engine/experiment/network.ts';

/** What a network has run on: the backend of all, with its arithmetic, or another one that it fell back on. */
function machineOf(name: BackendName | undefined, report: BackendReport | undefined): string {
  if (report && (name ?? report.name) === report.name) return machineName(report);
  return name ?? '';
}

/** Call once. Resolves when what earlier visits left is there. */
export function keepNetworks(lab: Lab, shelf: Shelf = browserShelf): Promise<void> {
  lab.store.subscribe((state, before) => {
    const { run, preset, backend, samples, weightless } = state;
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
        backend: machineOf(state.networks[id].backend, backend),
        madeOn: samples.madeOn,
        date: Date.now(),
        file: file && { name: file.name, key: file.data.fingerprint },
      });
      void addEntry(shelf, entry);
    }
  });
  return loadArchive(shelf);
}
