import { useId, useRef, type ReactNode } from 'react';
import { placeNear } from './place.ts';

interface TipProps {
  /** The visible text of the button; without it, a small “i”. */
  children?: ReactNode;
  /** Accessible name, needed when there is no visible text. */
  label?: string;
  text: ReactNode;
}

/** A pointer that only passes by (ms) opens nothing. */
const HOVER_MS = 250;

/**
 * A button that explains itself on hover, on focus and on touch; Escape closes. The text is also the
 * button's description, so that a screen reader says it without opening anything.
 */
export function Tip({ children, label, text }: TipProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = () => {
    clearTimeout(timer.current);
    const { current: tip } = popover;
    if (!tip || !button.current || tip.matches(':popover-open')) return;
    tip.showPopover();
    placeNear(tip, button.current);
  };
  const hide = () => {
    clearTimeout(timer.current);
    if (popover.current?.matches(':popover-open')) popover.current.hidePopover();
  };

  return (
    // Inside the wrapper the pointer may move from the term onto its explanation.
    <span className="tip" onPointerLeave={hide}>
      <button
        ref={button}
        type="button"
        className={children ? 'tip-term' : 'tip-mark'}
        aria-label={label}
        aria-describedby={id}
        onPointerEnter={() => (timer.current = setTimeout(show, HOVER_MS))}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(event) => event.key === 'Escape' && hide()}
      >
        {children ?? <span aria-hidden="true">i</span>}
      </button>
      <span ref={popover} id={id} role="tooltip" popover="manual" className="tip-text">
        {text}
      </span>
    </span>
  );
}
