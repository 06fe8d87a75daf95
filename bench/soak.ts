/** Minutes of training in a real Chromium: whether anything in the page keeps growing. */
import type { CDPSession, Page } from '@playwright/test';
import { TINY } from '../e2e/lab.ts';
import { trainToEnd, withPage } from './page.ts';
import type { Row } from './table.ts';

/** `SLIMWAVE_SOAK_MINUTES` shortens it. */
const MINUTES = Number(process.env.SLIMWAVE_SOAK_MINUTES ?? 10);
/** What is loaded on demand is loaded in the first rounds. */
const WARM_UP_ROUNDS = 4;
const TABS = ['Kernels', 'Trade-off', 'Why', 'Take home', 'Results'];

interface Counts {
  heapMB: number;
  nodes: number;
  listeners: number;
  workers: number;
}

async function count(page: Page, session: CDPSession): Promise<Counts> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const workers = page.workers().length;
  return { heapMB: usedSize / 1e6, nodes, listeners: jsEventListeners, workers };
}

/** One training, a look at every tab, a moved source and a reset: everything is as it was before. */
async function round(page: Page): Promise<void> {
  await trainToEnd(page);
  for (const name of TABS) await page.getByRole('tab', { name }).click();
  await page.getByRole('slider', { name: 'Source position' }).press('ArrowUp');
  await page.getByRole('slider', { name: 'Source position' }).press('ArrowDown');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
}

/** Least and largest of the first and second half after the warm-up: what grows without end differs between them. */
function compare(what: string, values: readonly number[], digits: number): Row {
  const middle = Math.floor(values.length / 2);
  const extent = (part: readonly number[]) =>
    `${Math.min(...part).toFixed(digits)} to ${Math.max(...part).toFixed(digits)}`;
  const halves = [values.slice(0, middle), values.slice(middle)];
  return {
    what: `${what}, first half → second half`,
    value: halves.map(extent).join(' → '),
    aim: 'constant',
  };
}

export const soakRows = (): Promise<Row[]> =>
  withPage(async (page, url) => {
    const session = await page.context().newCDPSession(page);
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(`${url}#${TINY}&backend=wasm&training.steps=200`);
    await page.getByTestId('panel-domain').locator('canvas[data-version]').waitFor();
    const counts: Counts[] = [];
    const end = performance.now() + MINUTES * 60_000;
    while (performance.now() < end || counts.length < WARM_UP_ROUNDS + 2) {
      await round(page);
      counts.push(await count(page, session));
    }
    const rest = counts.slice(WARM_UP_ROUNDS);
    return [
      {
        what: `Trainings of 200 steps in ${MINUTES} min, two networks`,
        value: String(counts.length),
      },
      compare(
        'Heap of the page after garbage collection (MB)',
        rest.map(({ heapMB }) => heapMB),
        1,
      ),
      compare(
        'DOM nodes',
        rest.map(({ nodes }) => nodes),
        0,
      ),
      compare(
        'Event listeners',
        rest.map(({ listeners }) => listeners),
        0,
      ),
      compare(
        'Workers',
        rest.map(({ workers }) => workers),
        0,
      ),
      {
        what: 'Uncaught errors',
        value: faults.length === 0 ? 'none' : faults.join('; '),
        aim: 'none',
      },
    ];
  });
