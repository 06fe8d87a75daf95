/** Shows the places that a page points at: opens what they are in, scrolls to them, and marks them. */
import { useEffect } from 'react';
import { foldsOf, SETTINGS_FOLD } from '../controls/foldNames.ts';
import { setFolds } from '../shared/folds.ts';
import { mediaQuery } from '../shared/observe.ts';
import { openResultTab } from '../shared/resultTab.ts';
import { STAGE_FOLD } from '../stage/More.tsx';
import { findAnchor, settingOf } from './anchors.ts';

const MARK = 'data-pointed';

/** In narrow windows the settings are in a sheet: until it is open, the button that opens it is pointed at. */
const SHEET_BUTTON = "[aria-controls='settings']";

const isSeen = (element: Element): boolean => element.getClientRects().length > 0;

/** What the browser itself has folded away, such as More on a network’s card. */
const foldOf = (element: Element) => element.closest<HTMLDetailsElement>('details:not([open])');

function find(name: string): Element | undefined {
  const selector = findAnchor(name)?.selector;
  const element = selector === undefined ? null : document.querySelector(selector);
  if (element && isSeen(foldOf(element) ?? element)) return element;
  if (!element?.closest('#settings') && settingOf(name) === undefined) return undefined;
  const button = document.querySelector(SHEET_BUTTON);
  return button && isSeen(button) ? button : undefined;
}

/** What a place is in is opened: a tab, or what is folded away. */
function open(name: string): void {
  const tab = findAnchor(name)?.tab;
  if (tab) openResultTab(tab);
  const key = settingOf(name);
  if (key !== undefined) setFolds(foldsOf(key), true);
  // Before the first run, who has not opened all settings sees no Repeat either.
  if (name === 'add-network' || name === 'repeat') setFolds([SETTINGS_FOLD], true);
  if (name === 'sample') setFolds([STAGE_FOLD], true);
}

/** Details that are closed around a place are opened once; the reader may close them again. */
function unfold(names: readonly string[], done: Set<Element>): void {
  for (const name of names) {
    const selector = findAnchor(name)?.selector;
    const element = selector === undefined ? null : document.querySelector(selector);
    for (let at = element?.closest('details'); at; at = at.parentElement?.closest('details')) {
      if (!done.has(at)) at.open = true;
      done.add(at);
    }
  }
}

/** Marks what is there, and nothing else. */
function mark(names: readonly string[]): Element[] {
  const found = names.flatMap((name) => find(name) ?? []);
  for (const element of document.querySelectorAll(`[${MARK}]`)) {
    if (!found.includes(element)) element.removeAttribute(MARK);
  }
  for (const element of found) {
    if (!element.hasAttribute(MARK)) element.setAttribute(MARK, '');
  }
  return found;
}

/** `key` changes with every page: then what it points at is scrolled into view. */
export function usePointing(names: readonly string[], key: string): void {
  useEffect(() => {
    for (const name of names) open(name);
    let scrolled = false;
    const unfolded = new Set<Element>();
    const follow = () => {
      unfold(names, unfolded);
      const [first] = mark(names);
      if (!first || scrolled) return;
      scrolled = true;
      const still = mediaQuery('(prefers-reduced-motion: reduce)')?.matches ?? false;
      first.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
    };
    follow();
    // Tabs are loaded, networks come and go: what is pointed at may be there later, or anew.
    const observer = new MutationObserver(follow);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      mark([]);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the names are those of the page `key`
  }, [key]);
}
