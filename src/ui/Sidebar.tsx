import { useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { ExperimentPanel } from './controls/ExperimentPanel.tsx';
import { TrainBar } from './controls/TrainBar.tsx';
import { Boundary } from './faults/Boundary.tsx';
import { Icon } from './shared/Icon.tsx';
import { settingsShown, useHidden, usePage } from './page/page.ts';
import { Notices } from './notices/Notices.tsx';
import styles from './Sidebar.module.css';
import notices from './notices/notices.module.css';

const setOpen = (sheet: boolean): void => usePage.setState({ sheet });

/** The settings and the run. In narrow windows the settings are a sheet over the page, which opens and closes. */
export function Sidebar() {
  const settings = usePage(settingsShown);
  const possible = !useHidden('settings');
  const projector = usePage((page) => page.projector);
  const buttons = !useHidden('trainbar');
  const open = usePage((page) => page.sheet);
  const toggle = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  /** At once: a control in a closed sheet can't take the focus. */
  const show = () => flushSync(() => setOpen(true));
  const onToggle = () => {
    if (open) return setOpen(false);
    show();
    // The sheet comes before its button: from here Tab goes through the settings.
    sheet.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    toggle.current?.focus();
  };
  /** What is behind the sheet must not have the focus unseen. */
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    // Beside the stage they stay.
    if (projector) return;
    if (open && relatedTarget && !currentTarget.contains(relatedTarget)) setOpen(false);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys and focus of any control inside
    <aside
      className={styles.sidebar}
      data-open={open || undefined}
      data-settings={settings || undefined}
      data-buttons={buttons || undefined}
      aria-label="Experiment"
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      {settings && (
        <div ref={sheet} className={styles.sheet} id="settings" tabIndex={-1}>
          <h2 className="visually-hidden">Settings</h2>
          <Boundary what="The settings">
            <ExperimentPanel />
          </Boundary>
        </div>
      )}
      <div className={styles.foot}>
        <Boundary what="The notices" className={notices.notices}>
          <Notices />
        </Boundary>
        {possible && (
          <button
            ref={toggle}
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            aria-controls={settings ? 'settings' : undefined}
            onClick={onToggle}
          >
            <Icon name={open ? 'close' : 'settings'} />
            <span>{open ? 'Close' : 'Settings'}</span>
          </button>
        )}
        {buttons && (
          <Boundary what="The run’s buttons">
            <TrainBar onFocusField={show} />
          </Boundary>
        )}
      </div>
    </aside>
  );
}
