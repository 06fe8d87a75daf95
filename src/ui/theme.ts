/** Light or dark: the visitor's choice if there is one, otherwise the system's. */
import { create } from 'zustand';
import { mediaQuery } from './shared/observe.ts';

export type Theme = 'light' | 'dark';

const STORAGE_KEY = 'slimwave.theme';
const systemDark = mediaQuery('(prefers-color-scheme: dark)');
const forcedColours = mediaQuery('(forced-colors: active)');

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

interface ThemeState {
  chosen?: Theme;
  /** What the page's link asks for, in place of the choice; it is not remembered. */
  asked?: Theme;
  /** Since when the page is on its way to paper, which is white. */
  printing?: Date;
  /** Whether the system prescribes all colours; then they are its own. */
  forced: boolean;
  /** In force, for what is painted by scripts. */
  theme: Theme;
}

const withTheme = (state: Omit<ThemeState, 'theme'>): ThemeState => ({
  ...state,
  theme: state.printing
    ? 'light'
    : ((state.forced ? undefined : (state.asked ?? state.chosen)) ?? systemTheme()),
});

export const useTheme = create<ThemeState>()(() =>
  withTheme({ chosen: stored(), forced: forcedColours?.matches ?? false }),
);

const change = (part: Partial<Omit<ThemeState, 'theme'>>): void =>
  useTheme.setState((state) => withTheme({ ...state, ...part }));

function apply(): void {
  const { chosen, asked, printing, theme } = useTheme.getState();
  // Without the attribute the style sheet follows the system by itself.
  if (asked || chosen || printing) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

systemDark?.addEventListener('change', () => change({}));
forcedColours?.addEventListener('change', ({ matches }) => change({ forced: matches }));
useTheme.subscribe(apply);
apply();

export const setPrinting = (printing: Date | undefined): void => change({ printing });

export const askForTheme = (asked: Theme | undefined): void => change({ asked });

export function toggleTheme(): void {
  const chosen: Theme = useTheme.getState().theme === 'dark' ? 'light' : 'dark';
  remember(chosen);
  change({ chosen });
}
