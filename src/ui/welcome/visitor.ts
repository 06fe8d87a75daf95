/**
 * Whether somebody is here for the first time: then the stage says what this page is. Not to those who came before, nor
 * through a link, which is about something else.
 */
import { create } from 'zustand';
import { usePage, type Page } from '../page/page.ts';

const STORAGE_KEY = 'slimwave.known';

interface Welcome {
  open: boolean;
  /** Height (CSS pixels) that it had before it was closed: what follows stays where it is. */
  left?: number;
}

export const useWelcome = create<Welcome>()(() => ({ open: false }));

/** Storage may be forbidden: then everybody is new, which does no harm. */
function isKnown(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== null;
  } catch {
    return false;
  }
}

/** The next visit is not the first one. */
export function rememberVisitor(): void {
  try {
    localStorage.setItem(STORAGE_KEY, 'yes');
  } catch {
    // They will be welcomed again.
  }
}

type Arrival = Pick<Page, 'arrivedByLink' | 'framed' | 'view' | 'lesson'>;

/** Whether the page is opened as it is by itself, by somebody who does not know it. */
export const isWelcome = (known: boolean, { arrivedByLink, framed, view, lesson }: Arrival) =>
  !known && !arrivedByLink && !framed && view === 'lab' && lesson === undefined;

/** Call once, as soon as the address has been read. */
export const greet = (): void =>
  useWelcome.setState({ open: isWelcome(isKnown(), usePage.getState()) });

/** As on the first visit. */
export const welcomeAgain = (): void => useWelcome.setState({ open: true, left: undefined });

/** Leaves as much room as it took. */
export function closeWelcome(height?: number): void {
  rememberVisitor();
  useWelcome.setState({ open: false, left: height });
}
