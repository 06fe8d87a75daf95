/** Sizes, sight and media queries, also in browsers that lack the interface for them. */

/** How often a size is looked at where the browser does not report it (ms). */
const POLL_MS = 500;

/** Calls `onSize` with the size of an element's content (CSS pixels), now and after every change; returns what ends it. */
export function observeSize(
  element: Element,
  onSize: (width: number, height: number) => void,
): () => void {
  if (typeof ResizeObserver === 'function') {
    const observer = new ResizeObserver(([{ contentRect }]) =>
      onSize(contentRect.width, contentRect.height),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }
  let seen = '';
  const look = () => {
    const { width, height } = element.getBoundingClientRect();
    const size = `${width} ${height}`;
    if (size === seen) return;
    seen = size;
    onSize(width, height);
  };
  look();
  const timer = setInterval(look, POLL_MS);
  return () => clearInterval(timer);
}

/** Calls `onSight` when an element comes into sight, within `margin` (CSS pixels), or leaves it; returns what ends it. */
export function observeSight(
  element: Element,
  onSight: (visible: boolean) => void,
  margin = 0,
): () => void {
  if (typeof IntersectionObserver !== 'function') {
    onSight(true);
    return () => {};
  }
  const observer = new IntersectionObserver(([{ isIntersecting }]) => onSight(isIntersecting), {
    rootMargin: `${margin}px`,
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** A media query; undefined where the browser answers none. */
export const mediaQuery = (query: string): MediaQueryList | undefined =>
  typeof window.matchMedia === 'function' ? window.matchMedia(query) : undefined;
