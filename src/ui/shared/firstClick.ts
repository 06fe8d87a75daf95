import { useRef, type KeyboardEvent, type MouseEvent } from 'react';

/** Two taps closer than this are one double tap (ms). */
const DOUBLE_TAP_MS = 350;

/** What of a click tells whether it is a repetition. */
export interface Click {
  /** How many clicks in a row at this place; 0 from the keyboard. */
  detail: number;
  /** Of the pointer; absent where the browser does not say. */
  pointerType?: string;
  /** ms */
  timeStamp: number;
}

/**
 * Whether a click only repeats the one before it, which has been acted on at `acted` (ms): the second half of a
 * double click or tap was meant for what the button said before. Every browser counts clicks, not all count taps.
 */
export const repeats = ({ detail, pointerType, timeStamp }: Click, acted: number): boolean =>
  detail > 1 || (pointerType === 'touch' && timeStamp - acted < DOUBLE_TAP_MS);

/**
 * Handlers for a button that says something else once it has been pressed, or that appears where another one was
 * pressed: a double click, a double tap or a key that is held down acts once.
 */
export function useFirstClick(act: () => void) {
  const acted = useRef(-Infinity);
  return {
    onClick: ({ detail, timeStamp, nativeEvent }: MouseEvent<HTMLButtonElement>) => {
      const { pointerType } = nativeEvent as Partial<PointerEvent>;
      if (repeats({ detail, pointerType, timeStamp }, acted.current)) return;
      acted.current = timeStamp;
      act();
    },
    onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => {
      if (event.repeat && event.key === 'Enter') event.preventDefault();
    },
  };
}
