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
        <BackendChip />
        <ShareButton />
        <ThemeButton />
        <HelpButton />
      </span>
    </header>
  );
}
