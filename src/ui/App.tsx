import { useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { ExperimentPanel } from './controls/ExperimentPanel.tsx';
import { TrainBar } from './controls/TrainBar.tsx';
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
      <TopBar />
      <aside className="sidebar" aria-label="Experiment">
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape from any control inside */}
        <div className="sheet" id="settings" onKeyDown={onKeyDown}>
          <ExperimentPanel />
        </div>
        <div className="sidebar-foot">
          <button
            ref={toggle}
            type="button"
            className="sheet-toggle"
            aria-expanded={sheetOpen}
            aria-controls="settings"
            onClick={() => setSheetOpen(!sheetOpen)}
          >
            <Icon name={sheetOpen ? 'close' : 'settings'} />
            {sheetOpen ? 'Close' : 'Settings'}
          </button>
          {/* At once: a control in a closed sheet cannot take the focus. */}
          <TrainBar onFocusField={() => flushSync(() => setSheetOpen(true))} />
        </div>
      </aside>
      <main>
        <Stage />
        <Results />
      </main>
      <Notices />
    </div>
  );
}
