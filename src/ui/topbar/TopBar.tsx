import { BackendChip } from './BackendChip.tsx';
import { HelpButton } from './HelpDialog.tsx';
import { Mark } from './Mark.tsx';
import { PresetSelect } from './PresetSelect.tsx';
import { ShareButton } from './ShareButton.tsx';
import { ThemeButton } from './ThemeButton.tsx';

export function TopBar() {
  return (
    <header className="topbar">
      <Mark />
      <PresetSelect />
      <span className="topbar-tools">
        {/* A new tab: a run that is in progress here would be lost. */}
        <a className="topbar-link" href="./checks.html" target="_blank" rel="noreferrer">
          How we know it is right
          <span className="visually-hidden"> (opens in a new tab)</span>
        </a>
        <BackendChip />
        <ShareButton />
        <ThemeButton />
        <HelpButton />
      </span>
    </header>
  );
}
