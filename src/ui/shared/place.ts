const GAP = 6;
const MARGIN = 8;

/** Puts an open popover below its anchor, or above where there is more room, inside the window. */
export function placeNear(popover: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = at.bottom + GAP;
  const fitsBelow = below + height + MARGIN <= window.innerHeight;
  const top = fitsBelow ? below : Math.max(MARGIN, at.top - GAP - height);
  const wanted = at.left + at.width / 2 - width / 2;
  const left = Math.max(MARGIN, Math.min(wanted, window.innerWidth - width - MARGIN));
  popover.style.top = `${top}px`;
  popover.style.left = `${left}px`;
}
