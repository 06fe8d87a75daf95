import { Icon } from '../shared/Icon.tsx';
import { usePage } from '../page/page.ts';
import { toggleTheme, useTheme } from '../theme.ts';

/** Where the link asks for a theme, the choice goes into the address and is not remembered. */
const toggle = () => {
  if (usePage.getState().theme === undefined) toggleTheme();
  else usePage.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' }));
};

export function ThemeButton() {
  const theme = useTheme((state) => state.theme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="quiet icon-button"
      aria-label={`Switch to the ${other} theme`}
      title={`Switch to the ${other} theme`}
      onClick={toggle}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
}
