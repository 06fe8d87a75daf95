/** How high a frame has to be for everything in it to be seen. */

/** Panels that a wide frame could make higher than this (px) need no more height. */
const MAX_PANEL = 320;

const outer = (element: Element): number => element.getBoundingClientRect().height;

/** Of what an element contains, with its own padding (px), however high it is itself. */
function contentHeight(element: Element): number {
  const { paddingTop, paddingBottom } = getComputedStyle(element);
  const boxes = [...element.children].map((child) => child.getBoundingClientRect());
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  return boxes.length > 0
    ? bottom - top + Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom)
    : 0;
}

/** Of a panel in a column of a certain width (px). */
const wantedHeight = ({ width, height }: DOMRect, column: number): number =>
  height > 0 ? Math.min(MAX_PANEL, (column * height) / width) : 0;

/**
 * In px, and independent of the present height: a page that follows it comes to rest. Wide pages are as high as their
 * window and scroll inside; their panels are as large as the height allows, so their wanted size is that of the width.
 */
export function naturalHeight(root: Element): number {
  const app = root.firstElementChild;
  const stage = document.getElementById('stage');
  if (!app || !stage) return 0;
  const main = stage.parentElement!;
  const flows = getComputedStyle(app).display === 'block';
  if (flows) return Math.ceil(outer(app));
  if (getComputedStyle(main).display === 'block')
    return Math.ceil(outer(app) - outer(main) + contentHeight(main));
  const panel = stage.querySelector('[data-part=square]')?.getBoundingClientRect();
  const style = getComputedStyle(stage.firstElementChild!);
  const [columns, rows] = ['--columns', '--rows'].map((name) =>
    Number(style.getPropertyValue(name)),
  );
  const grown = panel
    ? rows * Math.max(0, wantedHeight(panel, stage.clientWidth / columns - 24) - panel.height)
    : 0;
  return Math.ceil(outer(app) - outer(main) + contentHeight(stage) + grown);
}
