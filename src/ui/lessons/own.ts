/**
 * The link of what was open before a lesson. It is kept for as long as the window is open, where storage is allowed: the
 * page may be reloaded in the middle of the lesson.
 */
import { usePage } from '../page/page.ts';

const KEY = 'slimwave.before-lesson';

export function ownLink(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepOwnLink(link: string | undefined): void {
  try {
    if (link === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, link);
  } catch {
    // It lasts as long as the page.
  }
}

/** A page that starts without a lesson has nothing to bring back. Call once the address has been read. */
export function startLessons(): void {
  if (usePage.getState().lesson === undefined) keepOwnLink(undefined);
}
