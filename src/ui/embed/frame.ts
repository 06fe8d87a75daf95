/** The page as a frame in another one: see docs/embedding.md. Loaded only where it is one, or where it trains by itself. */
import { version } from '../../../package.json';
import type { Lab } from '../lab/lab.ts';
import { usePage } from '../page/page.ts';
import { observeSight } from '../shared/observe.ts';
import { Autorun } from './autorun.ts';
import { hostOrigin } from './host.ts';
import { passedKey } from './keys.ts';
import { useProgress } from '../tutor/progress.ts';
import { naturalHeight } from './naturalHeight.ts';
import { predictionsOf } from './reports.ts';
import { Talk } from './talk.ts';

/** Call once. */
export function startFrame(lab: Lab, root: Element): void {
  startAutorun(lab, root);
  if (usePage.getState().framed) startTalk(lab, root);
}

function startAutorun(lab: Lab, root: Element): void {
  const autorun = new Autorun(lab, usePage);
  autorun.begin();
  let inSight = false;
  const update = () => {
    // In a hidden tab nothing begins, but what runs goes on, as always.
    if (!inSight || !document.hidden) autorun.see(inSight);
  };
  observeSight(root, (visible) => {
    inSight = visible;
    update();
  });
  document.addEventListener('visibilitychange', update);
}

function startTalk(lab: Lab, root: Element): void {
  const { parent } = window;
  const talk = new Talk(
    lab,
    {
      origin: hostOrigin(window),
      post: (message, target) => parent.postMessage(message, target),
      isSource: ({ source }) => source === parent,
    },
    () => performance.now(),
  );
  window.addEventListener('message', (event) => talk.hear(event));
  window.addEventListener('keydown', (event) => {
    const key = passedKey(event);
    if (key) talk.tellAnybody({ type: 'key', key });
  });
  // Of another window's lessons nothing is heard here.
  useProgress.subscribe((now, before) => {
    for (const report of predictionsOf(now.lessons, before.lessons)) talk.tell(report);
  });
  talk.begin({ version, isolated: window.crossOriginIsolated });
  followHeight(root, (height) => talk.tellAnybody({ type: 'height', height }));
}

/** Calls `tell` with every new height, once a frame at most. */
function followHeight(root: Element, tell: (height: number) => void): void {
  let last = 0;
  let asked = false;
  const measure = () => {
    asked = false;
    const height = naturalHeight(root);
    if (height === last || height === 0) return;
    last = height;
    tell(height);
  };
  const ask = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(measure);
  };
  const observer = new ResizeObserver(ask);
  observer.observe(root);
  const stage = document.getElementById('stage')?.firstElementChild;
  if (stage) observer.observe(stage);
  ask();
}
