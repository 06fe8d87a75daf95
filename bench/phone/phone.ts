/** The page on a slow phone: what somebody waits for there, and whether it moves smoothly while it trains. */
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { median } from '../../src/engine/math.ts';
import { quantile } from '../statistics.ts';
import { milliseconds, ratio, type Row } from '../table.ts';
import { Slowdown } from './slowdown.ts';

/** How many times slower than this machine. */
const RATES = [4, 6];
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };
/** As the page's own tests: what a phone's GPU does is done by plain code. */
const COMPOSED_BY_CPU = ['--disable-gpu-compositing', '--disable-gpu-rasterization'];
const LIMIT_MS = 120_000;
const DRAG_MS = 3000;
const TRAIN_MS = 6000;
/** Frames per second below which a page is seen to jerk. */
const SMOOTH = 30;

/** Time that a loop takes (ms), the least of some. Runs in the page and in a worker. */
const loopMs = (): number => {
  let least = Infinity;
  for (let round = 0; round < 4; round++) {
    const started = performance.now();
    // Nothing would be left of a loop whose result nobody reads.
    let sum = 0;
    for (let i = 0; i < 1e7; i++) sum += Math.sqrt(i);
    if (sum > 0) least = Math.min(least, performance.now() - started);
  }
  return least;
};

interface Loops {
  main: number;
  worker: number;
}

const loops = async (page: Page): Promise<Loops> => ({
  main: await page.evaluate(loopMs),
  worker: await page.workers()[0].evaluate(loopMs),
});

type Moved = 'nothing' | 'time' | 'source';

/** Times between the frames of so many milliseconds (ms), while something is moved before each of them. */
const frames = (page: Page, ms: number, moved: Moved): Promise<number[]> =>
  page.evaluate(
    async ([length, what]) => {
      const time = document.querySelector<HTMLInputElement>('input[aria-label="Time"]')!;
      const source = document.querySelector<HTMLElement>('[aria-label="Source position"]')!;
      // React does not see what is set by way of the element's own property.
      const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
      const times: number[] = [];
      let last: number | undefined;
      for (let i = 0, end = performance.now() + length; performance.now() < end; i++) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        if (last !== undefined) times.push(now - last);
        last = now;
        if (what === 'time') {
          value.set!.call(time, String(i % (Number(time.max) + 1)));
          time.dispatchEvent(new Event('input', { bubbles: true }));
        } else if (what === 'source') {
          const key = i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft';
          source.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        }
      }
      return times;
    },
    [ms, moved] as const,
  );

/** How often new processes are looked for (ms): a navigation may take another one. */
const LOOK_MS = 50;

/** Slows down the processes that run pages, main threads and workers; says what ends it. */
function slowPages(session: CDPSession, slowdown: Slowdown, rate: number): () => Promise<void> {
  const end = new AbortController();
  const look = async () => {
    while (!end.signal.aborted) {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
      slowdown.slow(pages, rate);
      await setTimeout(LOOK_MS);
    }
    slowdown.slow([], 1);
  };
  const looking = look();
  return () => {
    end.abort();
    return looking;
  };
}

const mark = (page: Page, name: string): Promise<number> =>
  page.evaluate((entry) => performance.getEntriesByName(entry)[0].startTime, name);

/** When the forecasts were there (ms after the navigation). */
async function forecastsMs(page: Page): Promise<number> {
  await page.waitForSelector('[data-testid^=panel-forecast] canvas[data-version]', {
    timeout: LIMIT_MS,
  });
  return page.evaluate(() => performance.now());
}

const stepTimes = (page: Page): Promise<string[]> =>
  page
    .getByTestId('table')
    .getByRole('row')
    .filter({ hasText: 'Time per step' })
    .getByRole('cell')
    .allInnerTexts();

const spread = (times: readonly number[]): string =>
  `${milliseconds(median(times))}, 95 %: ${milliseconds(quantile(times, 0.95))}`;

const perSecond = (times: readonly number[]): number =>
  (1000 * times.length) / times.reduce((sum, ms) => sum + ms, 0);

async function visit(browser: Browser, url: string, slowdown: Slowdown, rate: number) {
  const context = await browser.newContext({ ...PHONE, serviceWorkers: 'block' });
  const page = await context.newPage();
  const session = await browser.newBrowserCDPSession();
  const slow = () => slowPages(session, slowdown, rate);
  let end = slow();
  try {
    await page.goto(url, { timeout: LIMIT_MS });
    await page.waitForFunction(() => performance.getEntriesByName('first field').length > 0);
    const field = await mark(page, 'first field');
    const forecasts = await forecastsMs(page);
    await page.getByRole('button', { name: 'Try it yourself' }).click();
    await page
      .locator('[popovertarget=backend-popover] [data-ready]')
      .waitFor({ timeout: LIMIT_MS });
    const slowed = await loops(page);
    await end();
    const quick = await loops(page);
    end = slow();
    const playing = await frames(page, DRAG_MS, 'nothing');
    const time = await frames(page, DRAG_MS, 'time');
    const source = await frames(page, DRAG_MS, 'source');
    await page.getByRole('button', { name: 'Play the animation' }).click();
    await page.getByTestId('train').click();
    const phase = page.getByTestId('phase');
    await phase.filter({ hasText: 'training' }).waitFor({ timeout: LIMIT_MS, state: 'attached' });
    const training = await frames(page, TRAIN_MS, 'nothing');
    const steps = await stepTimes(page);
    const factors = [slowed.main / quick.main, slowed.worker / quick.worker].map(ratio).join(', ');
    return { factors, field, forecasts, playing, time, source, training, steps };
  } finally {
    await end();
    await context.close();
  }
}

function rowsOf(rate: number, seen: Awaited<ReturnType<typeof visit>>): Row[] {
  const row = (what: string, value: string, rest: Partial<Row> = {}): Row => ({
    what: `${rate} × slower: ${what}`,
    value,
    ...rest,
  });
  const fps = perSecond(seen.training);
  return [
    row('measured, main thread and worker', seen.factors),
    row('first field, cold', milliseconds(seen.field)),
    row('forecasts, cold', milliseconds(seen.forecasts)),
    row('a frame while the wave plays', spread(seen.playing)),
    row('a frame while the time is dragged', spread(seen.time)),
    row('a frame while the source is dragged', spread(seen.source)),
    row('a frame while it trains', spread(seen.training)),
    row('frames per second while it trains', fps.toFixed(0), {
      aim: `≥ ${SMOOTH}`,
      missed: fps < SMOOTH,
    }),
    row('a training step of each network', seen.steps.join(', ')),
  ];
}

export async function phoneRows(): Promise<Row[]> {
  const { url, close } = await serve({ folder: path.join(import.meta.dirname, '../../dist') });
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [...chromiumFlags(), ...COMPOSED_BY_CPU],
  });
  const slowdown = new Slowdown();
  try {
    const rows: Row[] = [];
    for (const rate of RATES) rows.push(...rowsOf(rate, await visit(browser, url, slowdown, rate)));
    return rows;
  } finally {
    await slowdown.end();
    await browser.close();
    await close();
  }
}
