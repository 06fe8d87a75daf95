/** Loads what a frame needs, where the page is one or has to train by itself. */
import type { Lab } from '../lab/lab.ts';
import { chunk } from '../loading/chunk.ts';
import { usePage, type Page } from '../page/page.ts';

const getFrame = chunk(
  'What the page needs in a frame, or to train by itself,',
  () => import('./frame.ts'),
);

const isNeeded = ({ framed, autorun }: Page): boolean => framed || autorun;

/** Call once, after the first rendering. */
export function followFrame(lab: Lab, root: Element): void {
  const load = () => {
    getFrame().then(
      ({ startFrame }) => startFrame(lab, root),
      (error: Error) => lab.notice(`${error.message} Reload the page.`, 'frame'),
    );
  };
  if (isNeeded(usePage.getState())) {
    load();
    return;
  }
  const end = usePage.subscribe((page) => {
    if (!isNeeded(page)) return;
    end();
    load();
  });
}
