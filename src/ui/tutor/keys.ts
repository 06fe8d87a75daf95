/** Arrow and page keys go through the pages of a lesson, Escape back to the lab. */
import { useEffect } from 'react';

interface Moves {
  next: () => void;
  back: () => void;
  leave: () => void;
}

/** Controls that have a use for these keys themselves. */
const OWN_USE =
  "input, textarea, select, [contenteditable], [role='slider'], [role='tab'], [role='radio'], [role='spinbutton'], video";

/** Whether a key pressed there is meant for the lesson: in its text, or nowhere in particular. */
export function isMeant(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  // It closes these first.
  if (key === 'Escape' && document.querySelector(':popover-open')) return false;
  const free = target === document.body || target === document.documentElement;
  if (document.querySelector('dialog[open]') || (!free && !target.closest('#lesson'))) return false;
  return key === 'Escape' || !target.closest(OWN_USE);
}

const moves: Readonly<Record<string, keyof Moves>> = {
  ArrowRight: 'next',
  PageDown: 'next',
  ArrowLeft: 'back',
  PageUp: 'back',
  Escape: 'leave',
};

export function useLessonKeys(act: Moves): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const move = moves[event.key] as keyof Moves | undefined;
      if (!move || event.defaultPrevented) return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (!isMeant(event.target, event.key)) return;
      event.preventDefault();
      act[move]();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [act]);
}
