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

/** Calls `onRatio` when the pixels per CSS pixel change: by zooming, or on another monitor. Returns what ends it. */
function observeRatio(onRatio: () => void): () => void {
  let ratio = window.devicePixelRatio;
  let query: MediaQueryList | undefined;
  const check = () => {
    if (window.devicePixelRatio === ratio) return;
    ratio = window.devicePixelRatio;
    listen();
    onRatio();
  };
  const listen = () => {
    query?.removeEventListener('change', check);
    query = mediaQuery(`(resolution: ${ratio}dppx)`);
    query?.addEventListener('change', check);
  };
  listen();
  // Chromium does not report every change, for example when another density is emulated.
  const timer = setInterval(check, POLL_MS);
  return () => {
    query?.removeEventListener('change', check);
    clearInterval(timer);
  };
}

export interface Pixels {
  /** What a canvas needs to be sharp (device pixels). */
  width: number;
  height: number;
  /** Device pixels per CSS pixel. */
  ratio: number;
}

/** Calls `onPixels` with the pixels that the screen has for an element, now and after every change; returns what ends it. */
export function observePixels(element: Element, onPixels: (pixels: Pixels) => void): () => void {
  let size: { width: number; height: number } | undefined;
  const report = () => {
    if (!size) return;
    const ratio = window.devicePixelRatio;
    const whole = (length: number) => Math.max(1, Math.round(length * ratio));
    onPixels({ width: whole(size.width), height: whole(size.height), ratio });
  };
  const endSize = observeSize(element, (width, height) => {
    size = { width, height };
    report();
  });
  const endRatio = observeRatio(report);
  return () => {
    endSize();
    endRatio();
  };
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
  // A busy page hears of several changes at once, the last one as things are now.
  const onChanges = (changes: IntersectionObserverEntry[]) =>
    onSight(changes.at(-1)!.isIntersecting);
  const observer = new IntersectionObserver(onChanges, { rootMargin: `${margin}px` });
  observer.observe(element);
  return () => observer.disconnect();
}

/** A media query; undefined where the browser answers none. */
export const mediaQuery = (query: string): MediaQueryList | undefined =>
  typeof window.matchMedia === 'function' ? window.matchMedia(query) : undefined;
