/** The built page in a real Chromium: what a visitor waits for. */
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { LONG_STEPS, runProgress } from '../e2e/lab.ts';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { serve } from '../scripts/serve.mjs';
import { median } from '../src/engine/math.ts';
import { milliseconds, seconds, type Row } from './table.ts';

/** Set by the page when the first simulated field is on the screen. */
const FIRST_FIELD = 'first field';
const RUN_LIMIT_MS = 300_000;
const MOVES = 20;

declare global {
  interface Window {
    /** Longest task of the main thread since the last reset (ms). */
    longestTask: number;
  }
}

async function firstField(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, FIRST_FIELD);
  return page.evaluate((name) => performance.getEntriesByName(name)[0].startTime, FIRST_FIELD);
}

/** Trains to the end and returns the wall-clock time from the click. */
export async function trainToEnd(page: Page): Promise<number> {
  const started = performance.now();
  await page.getByTestId('train').click();
  await trainedToEnd(page, RUN_LIMIT_MS);
  return performance.now() - started;
}

const trainedToEnd = (page: Page, timeout: number) =>
  page.waitForFunction(
    () => document.querySelector('[data-testid=phase]')?.textContent === 'finished',
    undefined,
    { timeout, polling: 200 },
  );

const SQUARE = '[data-testid=panel-domain] canvas[role=img]';
const FORECASTS = '[data-testid^=panel-forecast] canvas';

/**
 * Moves something with the keyboard and waits until the pictures have been painted anew: the time from the key
 * to the last of them (ms).
 */
function moveOnce(page: Page, what: string, key: string, pictures: string): Promise<number> {
  return page.evaluate(
    async ([label, pressed, selector]) => {
      // No named function in here: the bundler would wrap it in a helper that the page does not have.
      const canvases = [...document.querySelectorAll<HTMLElement>(selector)];
      const before = canvases.map((canvas) => canvas.dataset.version);
      const marker = document.querySelector<HTMLElement>(`[aria-label="${label}"]`);
      const started = performance.now();
      marker?.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true }));
      while (canvases.some((canvas, i) => canvas.dataset.version === before[i])) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return performance.now() - started;
    },
    [what, key, pictures] as const,
  );
}

async function movesOf(page: Page, what: string, pictures: string): Promise<number[]> {
  const moves: number[] = [];
  for (let i = 0; i < MOVES; i++) {
    moves.push(await moveOnce(page, what, i % 2 ? 'ArrowLeft' : 'ArrowRight', pictures));
  }
  return moves;
}

/** Simulation alone: samples by the pool, and an obstacle that is moved. */
export const simulationRows = (): Promise<Row[]> =>
  withPage(async (page, url) => {
    await page.goto(`${url}#backend=wasm&task.frames=32&training.steps=1`);
    await page.getByRole('button', { name: 'Backend: WASM' }).waitFor();
    const started = performance.now();
    await page.getByTestId('train').click();
    const phase = page.getByTestId('phase');
    await phase.filter({ hasText: /training|finished/ }).waitFor({ timeout: RUN_LIMIT_MS });
    const samples = performance.now() - started;
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    await page.goto('about:blank');
    await firstField(page, `${url}#preset=cylinder`);
    await page.waitForTimeout(1000);
    const moves = await movesOf(page, 'Obstacle 1 position', SQUARE);
    return [
      {
        what: `640 samples, 32 output times, from the click; ${Math.max(1, cores - 1)} pool worker(s)`,
        value: seconds(samples),
        aim: '≤ 5 s',
      },
      {
        what: `moving an obstacle: meshed, simulated, painted, median of ${MOVES}`,
        value: milliseconds(median(moves)),
      },
      { what: 'the slowest of them', value: milliseconds(Math.max(...moves)) },
    ];
  });

/** Stops in the middle of a step that takes seconds: the time from the click until nothing runs (ms). */
async function stopOnce(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(`${url}#${LONG_STEPS}`);
  await page.getByRole('button', { name: 'Backend: JavaScript' }).waitFor();
  await page.getByTestId('train').click();
  await page.getByTestId('phase').filter({ hasText: 'training' }).waitFor();
  await page.waitForTimeout(1000);
  return page.evaluate(async () => {
    const buttons = [...document.querySelectorAll('button')];
    const started = performance.now();
    buttons.find(({ textContent }) => textContent === 'Stop')?.click();
    for (;;) {
      const phase = document.querySelector('[data-testid=phase]')?.textContent;
      if (phase !== 'training' && phase !== 'pausing') break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return performance.now() - started;
  });
}

const tableCells = (page: Page, row: string): Promise<string[]> =>
  page
    .getByTestId('table')
    .getByRole('row')
    .filter({ hasText: row })
    .getByRole('cell')
    .allInnerTexts();

/** Serves dist/ and hands a fresh page of a real Chromium to `measure`. */
export async function withPage(
  measure: (page: Page, url: string) => Promise<Row[]>,
): Promise<Row[]> {
  const { url, close } = await serve({ folder: path.join(import.meta.dirname, '../dist') });
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: chromiumFlags(),
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    return await measure(page, url);
  } finally {
    await browser.close();
    await close();
  }
}

/** What fits a software adapter: a tenth of a second a step. */
const WEBGPU = [
  'backend=webgpu',
  'scene.elements=16',
  'source.frequency=1..1.6',
  'task.grid=4',
  'task.frames=2',
  'data.train=8',
  'data.test=2',
  'net.blocks=1',
  'net.width=2',
  'net.kernel=3',
  'training.batch=2',
  'training.steps=1010',
].join('&');

/** GPU bytes at the start and 1,000 steps later, both networks at once. */
export const webgpuRows = (): Promise<Row[]> =>
  withPage(async (page, url) => {
    const bytes = () =>
      page
        .getByTestId('table')
        .getByRole('row')
        .filter({ hasText: 'Tensor memory' })
        .getByRole('cell')
        .evaluateAll((cells) =>
          cells.slice(0, 2).map((cell) => (cell as HTMLElement).dataset.value),
        );
    await page.goto(`${url}#${WEBGPU}`);
    await page.getByRole('button', { name: 'Backend: WebGPU' }).waitFor();
    await page.getByTestId('train').click();
    const steps = runProgress(page);
    await steps.filter({ hasText: /A \d{2,}.*B \d{2,}/ }).waitFor({ timeout: RUN_LIMIT_MS });
    const early = await bytes();
    await trainedToEnd(page, 2 * RUN_LIMIT_MS);
    const late = await bytes();
    return ['A', 'B'].map((name, i) => ({
      what: `GPU bytes of ${name} after some ten steps → 1010`,
      value: `${early[i]} → ${late[i]}`,
      aim: 'constant',
    }));
  });

export const pageRows = (): Promise<Row[]> =>
  withPage(async (page, url) => {
    await page.addInitScript(() => {
      window.longestTask = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          window.longestTask = Math.max(window.longestTask, duration);
        }
      }).observe({ type: 'longtask' });
    });
    // A link without `networks` has two, however many the preset has.
    const target = `${url}#backend=wasm`;
    await firstField(page, target);
    const warm: number[] = [];
    for (let i = 0; i < 5; i++) {
      await page.goto('about:blank');
      warm.push(await firstField(page, target));
    }
    // Nobody presses Train in the first second.
    await page.waitForTimeout(500);
    await page.evaluate(() => (window.longestTask = 0));
    const run = await trainToEnd(page);
    const longest = await page.evaluate(() => window.longestTask);
    const moves = await movesOf(page, 'Source position', `${SQUARE}, ${FORECASTS}`);
    const [testA, testB, ratio] = await tableCells(page, 'Test error');
    const [, , kept] = await tableCells(page, 'Conv. parameters');
    const [stepA, stepB] = await tableCells(page, 'Time per step');
    const stops = [await stopOnce(page, url), await stopOnce(page, url), await stopOnce(page, url)];
    return [
      {
        what: 'first animated field after navigation, warm cache, median of 5',
        value: milliseconds(median(warm)),
        aim: '≤ 2 s',
      },
      {
        what: 'the default preset’s first two networks: simulate, train both, evaluate',
        value: seconds(run),
        aim: '≤ 120 s',
      },
      { what: 'test error of A', value: testA, aim: '≤ 12 %' },
      { what: 'test error of B', value: `${testB} (${ratio})`, aim: '≤ 1.15 × A' },
      { what: 'convolution parameters, B / A', value: kept, aim: '≤ 0.40' },
      { what: 'time per training step, A and B side by side', value: `${stepA}, ${stepB}` },
      {
        what: 'longest task of the main thread meanwhile (0: none above 50 ms)',
        value: milliseconds(longest),
        aim: '≤ 100 ms',
      },
      {
        what: `moving the source: truth and both forecasts painted, median of ${MOVES}`,
        value: milliseconds(median(moves)),
        aim: '≤ 100 ms',
      },
      { what: 'the slowest of them', value: milliseconds(Math.max(...moves)) },
      {
        what: 'Stop in the middle of a step that takes seconds, worst of 3',
        value: milliseconds(Math.max(...stops)),
        aim: '≤ 200 ms',
      },
    ];
  });
