// First, so that the styles of components come after those that all share.
import './ui/styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Boundary } from './ui/faults/Boundary.tsx';
import { ChecksPage } from './ui/checks/ChecksPage.tsx';
import { asksForDevice, checkDevice, followLink } from './ui/checks/device/state.ts';
import { runAll, stop } from './ui/checks/state.ts';
import fault from './ui/shared/fault.module.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root.');
// What the browser lacks is said already: see public/support.js.
if (document.documentElement.dataset.unsupported === undefined) {
  createRoot(root).render(
    <StrictMode>
      <Boundary what="The page" className={fault.page}>
        <ChecksPage />
      </Boundary>
    </StrictMode>,
  );
  followLink();
  if (asksForDevice(window.location.hash)) {
    // Both at once would only slow each other down.
    stop();
    checkDevice();
  } else {
    runAll();
  }
}
