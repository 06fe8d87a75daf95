// First, so that the styles of components come after those that all share.
import './ui/styles/index.css';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './ui/App.tsx';
import { keepNetworks } from './ui/archive/record.ts';
import { browserKeeping, loadSweep } from './ui/sweep/keeping.ts';
import { followFrame } from './ui/embed/start.ts';
import { Boundary } from './ui/faults/Boundary.tsx';
import { Rescue } from './ui/saving/Rescue.tsx';
import { startLab } from './ui/lab/browser.ts';
import { LabProvider } from './ui/lab/context.ts';
import { startLessons } from './ui/lessons/own.ts';
import { followLook } from './ui/page/look.ts';
import { startOffline } from './ui/offline/start.ts';
import { browserWorld } from './ui/offline/world.ts';
import { followPrinting } from './ui/print/printing.ts';
import { greet } from './ui/welcome/visitor.ts';
import fault from './ui/shared/fault.module.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root.');
// What the browser lacks is said already: see public/support.js.
if (document.documentElement.dataset.unsupported === undefined) {
  // Before the lab writes the address anew.
  const offline = browserWorld();
  const lab = startLab();
  startLessons();
  followLook();
  greet();
  // In slices, between which the browser answers and the workers' scripts arrive: nobody waits for one long task.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <LabProvider value={lab}>
          <Boundary what="The page" className={fault.page} rescue={<Rescue />}>
            <App />
          </Boundary>
        </LabProvider>
      </StrictMode>,
    ),
  );
  // What is left of a sweep is read from the trained networks.
  void keepNetworks(lab).then(() => loadSweep(browserKeeping));
  followPrinting();
  followFrame(lab, root);
  // The development server has no such worker.
  if (import.meta.env.PROD) void startOffline(offline);
}
