/** Minutes of training in a real Chromium: whether anything in the page keeps growing. */
import type { CDPSession, Page } from '@playwright/test';
import { TINY } from '../e2e/lab.ts';
import { median } from '../src/engine/math.ts';
import { trainToEnd, withPage } from './page.ts';
import type { Row } from './table.ts';

/** `SLIMWAVE_SOAK_MINUTES` shortens it. */
const MINUTES = Number(process.env.SLIMWAVE_SOAK_MINUTES ?? 10);
/** What is loaded on demand is loaded in the first rounds. */
const WARM_UP_ROUNDS = 4;
/** Growth of the median from the first to the second half that still counts as constant. */
const TOLERANCE = 0.03;
const TABS = ['Kernels', 'Trade-off', 'Why', 'Take home', 'Results'];
const SMALL = `${TINY}&backend=wasm&training.steps=200`;
const OTHER = 'preset=cylinder&backend=wasm';

const counted = {
  heapMB: { title: 'Heap after garbage collection (MB)', digits: 1 },
  nodes: { title: 'DOM nodes', digits: 0 },
  listeners: { title: 'Event listeners', digits: 0 },
  frames: { title: 'Frames', digits: 0 },
  workers: { title: 'Workers', digits: 0 },
} as const;
type What = keyof typeof counted;
type Counts = Record<What, number>;

async function count(page: Page, session: CDPSession): Promise<Counts> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const { metrics } = await session.send('Performance.getMetrics');
  const frames = metrics.find(({ name }) => name === 'Frames')?.value ?? NaN;
  const workers = page.workers().length;
  return { heapMB: usedSize / 1e6, nodes, listeners: jsEventListeners, frames, workers };
}

const square = (page: Page) => page.getByTestId('panel-domain').locator('canvas');

/** Opens a link in the page and waits for its wave. */
async function openLink(page: Page, hash: string): Promise<void> {
  const before = await square(page).getAttribute('data-version');
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForFunction(
    (version) =>
      document.querySelector('[data-testid=panel-domain] canvas')?.getAttribute('data-version') !==
      version,
    before,
  );
}

/** Drags the source to and fro with the mouse. */
async function dragSource(page: Page): Promise<void> {
  const box = await page.getByRole('slider', { name: 'Source position' }).boundingBox();
  if (!box) throw new Error('The source can’t be seen.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 10, y - 20, { steps: 5 });
  await page.mouse.move(x, y, { steps: 5 });
  await page.mouse.up();
}

/** One training, a look at every tab, a dragged source, a reset and another preset: everything is as it was before. */
async function round(page: Page): Promise<void> {
  await trainToEnd(page);
  for (const name of TABS) await page.getByRole('tab', { name }).click();
  await dragSource(page);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await openLink(page, OTHER);
  await openLink(page, SMALL);
}

const extent = (values: readonly number[], digits: number): string =>
  `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;

/** Extents of the first and second half after the warm-up: what grows without end differs between them. */
function compare(what: What, rounds: readonly Counts[]): Row {
  const { title, digits } = counted[what];
  const values = rounds.map((counts) => counts[what]);
  const middle = Math.floor(values.length / 2);
  const halves = [values.slice(0, middle), values.slice(middle)];
  const [before, after] = halves.map(median);
  return {
    what: `${title}, first half → second half`,
    value: halves.map((half) => extent(half, digits)).join(' → '),
    aim: `constant: the median grows by ${100 * TOLERANCE} % at most`,
    // NaN, which nothing counted, is no success either.
    missed: !(after <= before * (1 + TOLERANCE)),
  };
}

const whats = Object.keys(counted) as What[];

/** The counts over time, about a dozen of them. */
function log(rounds: readonly Counts[]): void {
  const every = Math.max(1, Math.ceil(rounds.length / 12));
  console.log(`\n  round  ${whats.join('  ')}   (the first ${WARM_UP_ROUNDS} warm up)`);
  for (const [i, counts] of rounds.entries()) {
    if (i % every > 0 && i < rounds.length - 1) continue;
    const cells = whats.map((what) =>
      counts[what].toFixed(counted[what].digits).padStart(what.length),
    );
    console.log(`  ${String(i + 1).padStart(5)}  ${cells.join('  ')}`);
  }
}

export const soakRows = (): Promise<Row[]> =>
  withPage(async (page, url) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(`${url}#${SMALL}`);
    await page.getByTestId('panel-domain').locator('canvas[data-version]').waitFor();
    const counts: Counts[] = [];
    const end = performance.now() + MINUTES * 60_000;
    while (performance.now() < end || counts.length < WARM_UP_ROUNDS + 2) {
      await round(page);
      counts.push(await count(page, session));
    }
    log(counts);
    const rest = counts.slice(WARM_UP_ROUNDS);
    return [
      {
        what: `Trainings of 200 steps in ${MINUTES} min, two networks`,
        value: String(counts.length),
      },
      ...whats.map((what) => compare(what, rest)),
      {
        what: 'Uncaught errors',
        value: faults.length === 0 ? 'none' : faults.join('; '),
        aim: 'none',
        missed: faults.length > 0,
      },
    ];
  });
