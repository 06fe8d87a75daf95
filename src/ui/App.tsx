import { useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { ExperimentPanel } from './controls/ExperimentPanel.tsx';
import { TrainBar } from './controls/TrainBar.tsx';
import { Boundary } from './faults/Boundary.tsx';
import { Results } from './results/Results.tsx';
import { Icon } from './shared/Icon.tsx';
import { Notices } from './shared/Notices.tsx';
import { Stage } from './stage/Stage.tsx';
import { TopBar } from './topbar/TopBar.tsx';

export function App() {
  // Only narrow windows have a sheet; elsewhere the settings are always in view.
  const [sheetOpen, setSheetOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !sheetOpen) return;
    setSheetOpen(false);
    toggle.current?.focus();
  };
  return (
    <div className="app" data-sheet={sheetOpen || undefined}>
      <Boundary what="The top bar" className="topbar">
        <TopBar />
      </Boundary>
      <aside className="sidebar" aria-label="Experiment">
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape from any control inside */}
        <div className="sheet" id="settings" onKeyDown={onKeyDown}>
          <Boundary what="The settings">
            <ExperimentPanel />
          </Boundary>
        </div>
        <div className="sidebar-foot">
          <Boundary what="The notices" className="notices">
            <Notices />
          </Boundary>
          <button
            ref={toggle}
            type="button"
            className="sheet-toggle"
            aria-expanded={sheetOpen}
            aria-controls="settings"
            onClick={() => setSheetOpen(!sheetOpen)}
          >
            <Icon name={sheetOpen ? 'close' : 'settings'} />
            <span>{sheetOpen ? 'Close' : 'Settings'}</span>
          </button>
          {/* At once: a control in a closed sheet cannot take the focus. */}
          <Boundary what="The run’s buttons">
            <TrainBar onFocusField={() => flushSync(() => setSheetOpen(true))} />
          </Boundary>
        </div>
      </aside>
      <main>
        <Boundary what="The stage" className="stage">
          <Stage />
        </Boundary>
        <Boundary what="The results" className="results">
          <Results />
        </Boundary>
      </main>
    </div>
  );
}
