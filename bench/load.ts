/** The first load of the built page in a real Chromium: what travels, and how long a visitor waits, cold and warm. */
import path from 'node:path';
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { serve, type Answer } from '../scripts/serve.mjs';
import { median } from '../src/engine/math.ts';
import type { BenchArguments } from './arguments.ts';
import { milliseconds, type Row } from './table.ts';

const ROUNDS = 5;
/** After the last thing that is waited for: what is loaded when there is time (ms). */
const AFTERWARDS_MS = 4000;
const LIMIT_MS = 30_000;
/** Of everything that is sent before the forecasts move (bytes). */
const MOST_BYTES = 900_000;
const COLD_MS = 2000;
const WARM_MS = 1200;

/** When things were there, after the start of the navigation (ms). */
interface Moments {
  field?: number;
  backend?: number;
  forecasts?: number;
  /** Sum of what tasks of the main thread took beyond 50 ms, until the last of the above. */
  blocked?: number;
}

interface Visit {
  moments: Moments;
  /** Sent until the forecasts were there, or the backend where there are none. */
  bytes: number;
  requests: number;
  /** Sent in the seconds after that. */
  later: number;
}

declare global {
  interface Window {
    moments: Moments;
  }
}

/** Runs in the page before its own scripts. No named function in here: the bundler would wrap it in a helper. */
function watch(): void {
  const moments: Moments = {};
  window.moments = moments;
  const seen: Record<keyof Moments, string> = {
    field: '[data-testid=panel-domain] canvas[data-version]',
    backend: '[popovertarget=backend-popover] [data-ready]',
    forecasts: '[data-testid^=panel-forecast] canvas[data-version]',
    blocked: '',
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      moments.blocked = (moments.blocked ?? 0) + duration - 50;
    }
  }).observe({ type: 'longtask' });
  new MutationObserver(() => {
    for (const name of ['field', 'backend', 'forecasts'] as const) {
      if (document.querySelector(seen[name])) moments[name] ??= performance.now();
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

/** A build of the page behind a server that counts. */
class Site {
  private answers: Answer[] = [];

  private constructor(
    readonly name: string,
    readonly url: string,
    readonly close: () => Promise<void>,
    readonly cold: Visit[] = [],
    readonly warm: Visit[] = [],
  ) {}

  static async open(name: string, folder: string): Promise<Site> {
    const { url, close } = await serve({ folder, onAnswer: (answer) => site.answers.push(answer) });
    const site: Site = new Site(name, url, close);
    return site;
  }

  private get sent(): number {
    return this.answers.reduce((bytes, answer) => bytes + answer.bytes, 0);
  }

  async visit(context: BrowserContext): Promise<Visit> {
    const page = await context.newPage();
    this.answers = [];
    await page.addInitScript(watch);
    await page.goto(this.url);
    await page.waitForFunction(
      () => window.moments.field !== undefined && window.moments.backend !== undefined,
      undefined,
      { timeout: LIMIT_MS },
    );
    // A page without trained networks has no forecasts to wait for.
    await page
      .waitForFunction(() => window.moments.forecasts !== undefined, undefined, { timeout: 3000 })
      .catch(() => {});
    const moments = await page.evaluate(() => window.moments);
    const bytes = this.sent;
    const requests = this.answers.length;
    await page.waitForTimeout(AFTERWARDS_MS);
    await page.close();
    return { moments, bytes, requests, later: this.sent - bytes };
  }
}

async function round(browser: Browser, site: Site): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  site.cold.push(await site.visit(context));
  // Browsers keep compiled scripts from the second visit on.
  await site.visit(context);
  site.warm.push(await site.visit(context));
  await context.close();
}

const SHOWN = {
  field: 'wave on the stage',
  backend: 'backend chosen',
  forecasts: 'forecasts on the stage',
  blocked: 'main thread blocked (beyond 50 ms a task)',
} as const satisfies Record<keyof Moments, string>;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

function rowsOf({ name, cold, warm }: Site): Row[] {
  const time = (visits: readonly Visit[], moment: keyof Moments): Row['value'] => {
    const times = visits.map(({ moments }) => moments[moment] ?? NaN);
    return times.every(Number.isNaN)
      ? 'none'
      : `${milliseconds(median(times))}, least ${milliseconds(Math.min(...times))}`;
  };
  const most = (visits: readonly Visit[], what: 'bytes' | 'later' | 'requests') =>
    Math.max(...visits.map((visit) => visit[what]));
  const travelled = most(cold, 'bytes');
  return [
    {
      what: `${name}, cold: sent before that, ${most(cold, 'requests')} requests`,
      value: kilobytes(travelled),
      aim: `≤ ${kilobytes(MOST_BYTES)}`,
      missed: travelled > MOST_BYTES,
    },
    { what: `${name}, cold: sent in the seconds after`, value: kilobytes(most(cold, 'later')) },
    { what: `${name}, warm: sent`, value: kilobytes(most(warm, 'bytes')) },
    ...(['cold', 'warm'] as const).flatMap((kind) =>
      (['field', 'backend', 'forecasts', 'blocked'] as const).map((moment) => ({
        what: `${name}, ${kind}: ${SHOWN[moment]}`,
        value: time(kind === 'cold' ? cold : warm, moment),
        ...(moment === 'forecasts' && { aim: `≤ ${kind === 'cold' ? COLD_MS : WARM_MS} ms` }),
      })),
    ),
  ];
}

/** Bytes are the most, times the median and the least of some visits; `against` is measured in turn. */
export async function loadRows({ against }: BenchArguments): Promise<Row[]> {
  const sites = [await Site.open('this build', path.join(import.meta.dirname, '../dist'))];
  if (against) sites.push(await Site.open('the other', against));
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: chromiumFlags(),
  });
  try {
    for (let i = 0; i < ROUNDS; i++) {
      for (const site of sites) await round(browser, site);
    }
    return sites.flatMap(rowsOf);
  } finally {
    await browser.close();
    for (const site of sites) await site.close();
  }
}
