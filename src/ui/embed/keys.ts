/** Keys that the page around this one may want: those of a presenter's remote, and the one that leaves a full screen. */
import { passedKeys, type PassedKey } from './messages.ts';

/** Where these keys have a meaning of their own. */
const OWN = 'input, select, textarea, [contenteditable], [role=slider]';

/** The key, unless something on this page has used it, or needs it to be closed. */
export function passedKey(event: KeyboardEvent): PassedKey | undefined {
  const key = passedKeys.find((one) => one === event.key);
  if (key === undefined || event.defaultPrevented) return undefined;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return undefined;
  if (key === 'Escape') return isOpen() ? undefined : key;
  return event.target instanceof Element && event.target.matches(OWN) ? undefined : key;
}

/** Something that Escape closes. */
const isOpen = (): boolean => document.querySelector(':modal, :popover-open') !== null;
