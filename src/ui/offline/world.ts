/** What the offline use of the page asks of the browser; tests have others. */
import { coresHere } from '../../worker/threads.ts';
import { mediaQuery } from '../shared/observe.ts';
import { useLab } from '../state.ts';

export interface OfflineWorld {
  /** Missing in old browsers, in some private windows, and over http except on localhost. */
  container?: Pick<
    ServiceWorkerContainer,
    'controller' | 'register' | 'getRegistrations' | 'addEventListener'
  >;
  /** Of this site. */
  caches?: Pick<CacheStorage, 'keys' | 'delete'>;
  /** The address of the page. */
  href: string;
  /** Which build this page is of. */
  build: string;
  isolated: boolean;
  cores: number;
  framed: boolean;
  /** The visitor or the browser wants to load little. */
  thrifty: boolean;
  /** The page is installed as an app. */
  installed: boolean;
  /** Storage may be denied: then its methods throw. */
  lasting: () => Storage;
  passing: () => Storage;
  /** Something runs, or has run. */
  engaged: () => boolean;
  /** The visitor has done something. */
  touched: () => boolean;
  /** Resolves when the page has what it needs at first, and time. */
  quiet: Promise<void>;
  /** Called when the page comes into view again, and from time to time, until the signal. */
  onOccasion: (call: () => void, signal: AbortSignal) => void;
  reload: () => void;
}

/** After the page's first load, the workers still load theirs (ms). */
const QUIET_MS = 4000;
/** Between two looks for a newer version in an open page (ms). */
const LOOK_MS = 30 * 60_000;

const loaded = (): Promise<void> =>
  new Promise((resolve) => {
    const wait = () => void setTimeout(resolve, QUIET_MS);
    if (document.readyState === 'complete') wait();
    else window.addEventListener('load', wait, { once: true });
  });

function touchWatch(): () => boolean {
  let touched = false;
  const touch = () => {
    touched = true;
  };
  for (const event of ['pointerdown', 'keydown', 'wheel', 'touchstart']) {
    window.addEventListener(event, touch, { once: true, capture: true, passive: true });
  }
  return () => touched;
}

function onOccasion(call: () => void, signal: AbortSignal): void {
  let last = Date.now();
  const look = () => {
    if (document.hidden || Date.now() - last < LOOK_MS) return;
    last = Date.now();
    call();
  };
  document.addEventListener('visibilitychange', look, { signal });
  const timer = setInterval(look, LOOK_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

const engaged = (): boolean => {
  const { run, clock } = useLab.getState();
  return run !== undefined || clock.runningSince !== undefined;
};

type Connection = { saveData?: boolean } | undefined;

/** The browser that this page is in. */
export const browserWorld = (): OfflineWorld => ({
  container: 'serviceWorker' in navigator ? navigator.serviceWorker : undefined,
  caches: 'caches' in window ? window.caches : undefined,
  href: location.href,
  build: document.querySelector<HTMLMetaElement>('meta[name=slimwave-build]')?.content ?? '',
  isolated: window.crossOriginIsolated,
  cores: coresHere(),
  framed: window.top !== window,
  thrifty: (navigator as { connection?: Connection }).connection?.saveData === true,
  installed: mediaQuery('(display-mode: standalone)')?.matches ?? false,
  lasting: () => window.localStorage,
  passing: () => window.sessionStorage,
  engaged,
  touched: touchWatch(),
  quiet: loaded(),
  onOccasion,
  reload: () => location.reload(),
});
