import { Icon } from '../shared/Icon.tsx';
import { toggleTheme, useTheme } from '../theme.ts';
import { BackendChip } from './BackendChip.tsx';
import { HelpButton } from './HelpDialog.tsx';
import { Mark } from './Mark.tsx';
import { PresetSelect } from './PresetSelect.tsx';
import { ShareButton } from './ShareButton.tsx';

export function TopBar() {
  const theme = useTheme((state) => state.theme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className="topbar">
      <Mark />
      <PresetSelect />
      <span className="topbar-tools">
        <BackendChip />
        <ShareButton />
        <button
          type="button"
          className="quiet icon-button"
          aria-label={`Switch to the ${other} theme`}
          title={`Switch to the ${other} theme`}
          onClick={toggleTheme}
        >
          <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
        </button>
        <HelpButton />
      </span>
    </header>
  );
}
