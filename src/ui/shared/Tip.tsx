import { useEffect, useId, useRef, type ReactNode } from 'react';
import { placeNear } from './place.ts';
import styles from './Tip.module.css';

interface TipProps {
  /** The visible text of the button; without it, a small “i”. */
  children?: ReactNode;
  /** Accessible name, needed when there is no visible text. */
  label?: string;
  text: ReactNode;
}

/** A pointer that only passes by (ms) opens nothing. */
const HOVER_MS = 250;
/** So long (ms) the pointer may take from the term to its explanation. */
const LEAVE_MS = 250;

/**
 * A button that explains itself on hover, on focus and on touch; Escape closes, and so does a touch elsewhere.
 * The text is also the button's description, so that a screen reader says it without opening anything.
 */
export function Tip({ children, label, text }: TipProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Ends the listening for what closes an open explanation. */
  const ends = useRef<AbortController>(undefined);

  const hide = () => {
    clearTimeout(timer.current);
    ends.current?.abort();
    if (popover.current?.matches(':popover-open')) popover.current.hidePopover();
  };
  const show = () => {
    clearTimeout(timer.current);
    const { current: tip } = popover;
    const { current: term } = button;
    if (!tip || !term || tip.matches(':popover-open')) return;
    tip.showPopover();
    placeNear(tip, term);
    ends.current = new AbortController();
    const { signal } = ends.current;
    // Wherever the focus is: what the pointer has opened may cover what it is to read.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // What is around stays open.
      event.stopPropagation();
      hide();
    };
    // Not every browser takes the focus away from a button that was touched.
    const onPointer = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || !term.parentElement?.contains(target)) hide();
    };
    document.addEventListener('keydown', onKey, { capture: true, signal });
    document.addEventListener('pointerdown', onPointer, { capture: true, signal });
  };
  const after = (ms: number, act: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, ms);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      ends.current?.abort();
    },
    [],
  );

  return (
    // Inside the wrapper the pointer may move from the term onto its explanation.
    <span
      onPointerEnter={({ pointerType }) => pointerType !== 'touch' && after(HOVER_MS, show)}
      onPointerLeave={({ pointerType }) => pointerType !== 'touch' && after(LEAVE_MS, hide)}
    >
      <button
        ref={button}
        type="button"
        className={children ? styles.term : styles.mark}
        data-part={children ? 'tip-term' : 'tip-mark'}
        aria-label={label}
        aria-describedby={id}
        onFocus={show}
        onBlur={hide}
        onClick={show}
      >
        {children ?? <span aria-hidden="true">i</span>}
      </button>
      <span ref={popover} id={id} role="tooltip" popover="manual" className={styles.text}>
        {text}
      </span>
    </span>
  );
}
