/** Light or dark: the visitor's choice if there is one, else the system's. */
import { create } from 'zustand';
import { mediaQuery } from './shared/observe.ts';

export type Theme = 'light' | 'dark';

const STORAGE_KEY = 'slimwave.theme';
const systemDark = mediaQuery('(prefers-color-scheme: dark)');

/** Storage may be forbidden (private windows, embedded pages): then the choice lasts as long as the page. */
function stored(): Theme | undefined {
  try {
    const value = localStorage.getItem(STORAGE_KEY);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Nothing is lost but the memory of the choice.
  }
}

const systemTheme = (): Theme => (systemDark?.matches ? 'dark' : 'light');

export const useTheme = create<{ chosen?: Theme; theme: Theme }>()(() => {
  const chosen = stored();
  return { chosen, theme: chosen ?? systemTheme() };
});

function apply(): void {
  const { chosen } = useTheme.getState();
  // Without the attribute the style sheet follows the system by itself.
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
}

systemDark?.addEventListener('change', () => {
  if (!useTheme.getState().chosen) useTheme.setState({ theme: systemTheme() });
});
useTheme.subscribe(apply);
apply();

export function toggleTheme(): void {
  const theme: Theme = useTheme.getState().theme === 'dark' ? 'light' : 'dark';
  remember(theme);
  useTheme.setState({ chosen: theme, theme });
}
