/** What the specs do with the page, in one place. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { RunOptions, default as Axe } from 'axe-core';
import { expect, type Locator, type Page } from './test.ts';

/** An experiment that trains within seconds. */
export const TINY = [
  'preset=quick',
  'scene.elements=4',
  'source.frequency=1..1.6',
  'task.grid=8',
  'task.frames=4',
  'data.train=24',
  'data.test=8',
  'net.width=6',
  'net.kernel=3',
  'b.format=one-way',
  'b.rank=4',
  'training.batch=8',
].join('&');

/** Plain JavaScript takes seconds for one step of this network. */
export const LONG_STEPS =
  'backend=cpu&data.train=8&data.test=4&net.width=64&net.kernel=15&training.steps=50';

export type Phase =
  'idle' | 'starting' | 'simulating' | 'training' | 'pausing' | 'paused' | 'finished';

export const expectPhase = (page: Page, phase: Phase, timeout?: number) =>
  expect(page.getByTestId('phase')).toHaveText(phase, { timeout });

export const trainButton = (page: Page) => page.getByTestId('train');

export const runProgress = (page: Page) =>
  page.getByRole('progressbar', { name: 'Progress of the run' });

/** As if somebody had been here before and had left everything open that the page folds away at first. */
export const unfold = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const cards = ['a', 'b', 'c', 'd'].map((id) => `network-${id}`);
    try {
      if (localStorage.getItem('slimwave.unfolded') !== null) return;
      localStorage.setItem('slimwave.unfolded', JSON.stringify(['settings', 'stage', ...cards]));
    } catch {
      // Some specs are about browsers without storage.
    }
  });

/** Opens the page with a link's hash and waits until the wave is on the stage. */
export async function open(page: Page, hash = ''): Promise<void> {
  await unfold(page);
  await page.goto(`./${hash ? `#${hash}` : ''}`);
  await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
}

export const drawn = (page: Page, panel: string) =>
  page.getByTestId(`panel-${panel}`).locator('canvas');

export async function trainToEnd(page: Page, timeout = 60_000): Promise<void> {
  await trainButton(page).click();
  await expectPhase(page, 'finished', timeout);
}

export interface Curve {
  name: string;
  x: number[];
  y: number[];
}

/** The curves as Plotly shows them, once it shows them up to the last step. */
export async function curves(page: Page, lastStep: number): Promise<Curve[]> {
  await expect(async () => {
    const shown = await drawnCurves(page);
    expect(shown).not.toEqual([]);
    for (const { x } of shown) expect(x.at(-1)).toBe(lastStep);
  }).toPass();
  return drawnCurves(page);
}

/** The test errors among the curves, one for each network. */
export async function testCurves(page: Page, lastStep: number, networks = 2): Promise<Curve[]> {
  const tests = (await curves(page, lastStep)).filter(({ name }) => name.includes('test'));
  expect(tests).toHaveLength(networks);
  return tests;
}

async function drawnCurves(page: Page): Promise<Curve[]> {
  const plot = page.getByTestId('curves').locator('.js-plotly-plot');
  await expect(plot).toBeVisible();
  return plot.evaluate((element) =>
    (element as unknown as { data: { name: string; x: number[]; y: number[] }[] }).data.map(
      ({ name, x, y }) => ({ name, x: [...x], y: [...y] }),
    ),
  );
}

/** The cells of one row of the comparison table: one for each network and, of two, their ratio. */
export async function tableRow(page: Page, title: string): Promise<string[]> {
  const row = page.getByTestId('table').getByRole('row').filter({ hasText: title });
  await expect(row).toHaveCount(1);
  return row.getByRole('cell').allInnerTexts();
}

interface Audit {
  /** A part of the page; without it all of it. */
  within?: string;
  /** Only these rules; without them all. */
  rules?: string[];
  /** The size of what is pressed, too, which axe leaves out by itself. */
  targets?: boolean;
  /** Only serious and critical violations; without it those of any impact. */
  grave?: boolean;
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** What axe finds, as one line each. It stays in the page: its half a megabyte takes longer than many an audit. */
export async function violations(
  page: Page,
  { within, rules, targets = false, grave = false }: Audit = {},
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(rules
      ? { runOnly: { type: 'rule', values: rules } }
      : { rules: { 'target-size': { enabled: targets } } }),
  };
  const found = await page.evaluate(
    async ([context, settings]) => {
      const { axe } = globalThis as unknown as { axe: typeof Axe };
      const { violations: all } = await axe.run(context ?? document, settings);
      return all.map(({ id, impact, nodes }) => ({
        id,
        impact,
        elements: nodes.map(({ html }) => html),
      }));
    },
    [within, options] as const,
  );
  return found
    .filter(({ impact }) => !grave || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, elements }) => elements.map((html) => `${id}: ${html}`));
}

/** How much wider than the window the page is (px). */
export const excess = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Presses a button and reads what it downloads. */
export async function saved(button: Locator): Promise<{ name: string; bytes: Uint8Array }> {
  const downloading = button.page().waitForEvent('download');
  await button.click();
  const download = await downloading;
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), bytes: new Uint8Array(bytes) };
}

/** How far the runs are that the browser has stored both networks of. Runs in the page. */
export async function storedRuns(): Promise<('unfinished' | 'finished')[]> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error!));
    });
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes('slimwave run')) return [];
  const database = await done(indexedDB.open('slimwave run'));
  const [store] = database.objectStoreNames;
  const values = (await done(database.transaction(store).objectStore(store).getAll())) as Partial<
    Record<'a' | 'b', { kept?: object; result?: object }>
  >[];
  database.close();
  return values.flatMap(({ a, b }) => {
    if (!a?.kept || !b?.kept) return [];
    if (a.result && b.result) return ['finished'];
    return a.result || b.result ? [] : ['unfinished'];
  });
}

/** Waits until the browser has stored such a run: a page that is gone before loses what is being written. */
export const storedRun = (page: Page, state: 'unfinished' | 'finished') =>
  expect
    .poll(() => page.evaluate(storedRuns), { timeout: 60_000, intervals: [100] })
    .toContain(state);
