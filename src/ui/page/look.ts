/** What the page keys change in the whole document: the theme, and large type for a room. */
import { askForTheme } from '../theme.ts';
import { usePage, type Page } from './page.ts';

function apply({ theme, projector }: Page): void {
  askForTheme(theme);
  const { dataset } = document.documentElement;
  if (projector) dataset.projector = '';
  else delete dataset.projector;
}

/** Call once, as soon as the address has been read. */
export function followLook(): void {
  apply(usePage.getState());
  usePage.subscribe((now, before) => {
    if (now.theme !== before.theme || now.projector !== before.projector) apply(now);
  });
}
