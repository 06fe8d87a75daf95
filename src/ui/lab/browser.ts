/** The lab in a browser: its workers, its database and its address. */
import { FileSession } from '../../worker/fileClient.ts';
import { readModel } from '../../worker/modelClient.ts';
import { usePage } from '../page/page.ts';
import { isPreview } from '../page/preview.ts';
import { useLab } from '../state.ts';
import { createLab, type Lab } from './lab.ts';
import { emptyShelf, loneWindow } from './stored/nothing.ts';
import { runShelfIn } from './stored/runShelf.ts';
import { browserWindows } from './stored/windows.ts';
import { startWorkers } from './workers.ts';

/** Makes the lab of this page and starts it. Call once. */
export function startLab(): Lab {
  const { location, history } = window;
  const preview = isPreview(window);
  const lab = createLab({
    store: useLab,
    page: usePage,
    workers: startWorkers(),
    clock: {
      present: () => performance.now(),
      date: () => Date.now(),
      hidden: () => document.hidden,
    },
    shelf: preview ? emptyShelf : runShelfIn('slimwave run'),
    windows: preview ? loneWindow : browserWindows,
    tab: {
      location,
      history,
      page: String(performance.timeOrigin),
      hasPlace: (id) => document.getElementById(id) !== null,
    },
    connectData: (files) => new FileSession(files),
    readModel: (file, signal) => readModel(file, signal),
  });
  window.addEventListener('hashchange', () => lab.settings.openAddress());
  lab.start();
  return lab;
}
