import { Icon } from '../shared/Icon.tsx';
import { usePage } from '../page/page.ts';
import { toggleTheme, useTheme } from '../theme.ts';
import styles from './HelpDialog.module.css';

/** Where the link asks for a theme, the choice goes into the address and is not remembered. */
const toggle = () => {
  if (usePage.getState().theme === undefined) toggleTheme();
  else usePage.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' }));
};

export function ThemeButton() {
  const theme = useTheme((state) => state.theme);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" className={styles.theme} onClick={toggle}>
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
      <span>{`Switch to the ${other} theme`}</span>
    </button>
  );
}
