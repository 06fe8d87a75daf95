/** What the specs do with a page in any browser. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Driver, Point } from './driver.ts';

/** An element: by its selector and, where it is given, a pattern of its accessible name or text. */
export interface Target {
  selector: string;
  name?: string;
}

export const byTestId = (id: string): Target => ({ selector: `[data-testid="${id}"]` });
export const button = (name: string): Target => ({ selector: 'button', name });
export const tab = (name: string): Target => ({ selector: '[role=tab]', name });

/** What a user sees of an element. */
interface Look {
  text: string;
  disabled: boolean;
  attributes: Record<string, string>;
  /** In CSS px of the window. */
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Looks at all visible elements that a target means. Runs in the page. */
function lookInPage({ selector, name }: Target, scroll: boolean): Look[] {
  const pattern = name === undefined ? undefined : new RegExp(name);
  const found = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (element) =>
      // A menu that is open but not placed yet is hidden: it would be pressed where it isn't.
      element.checkVisibility({ visibilityProperty: true }) &&
      (pattern?.test(element.getAttribute('aria-label') ?? element.textContent.trim()) ?? true),
  );
  if (scroll) found[0]?.scrollIntoView({ block: 'center', behavior: 'instant' });
  return found.map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const attributes: Record<string, string> = {};
    for (const attribute of element.attributes) attributes[attribute.name] = attribute.value;
    const disabled = element.matches(':disabled');
    return { text: element.innerText, disabled, attributes, left, top, width, height };
  });
}

const centre = ({ left, top, width, height }: Look): Point => ({
  x: left + width / 2,
  y: top + height / 2,
});

export class Visit {
  readonly driver: Driver;
  readonly #downloads: string;

  constructor(driver: Driver, downloads: string) {
    this.driver = driver;
    this.#downloads = downloads;
  }

  looks = (target: Target): Promise<Look[]> => this.driver.evaluate(lookInPage, target, false);

  /** The element, scrolled into sight, as soon as it is there and enabled. */
  async #ready(target: Target): Promise<Look> {
    let look: Look | undefined;
    await expect
      .poll(
        async () => {
          [look] = await this.driver.evaluate(lookInPage, target, true);
          return look ? (look.disabled ? 'disabled' : 'ready') : 'missing';
        },
        { message: `${target.selector} ${target.name ?? ''}`, timeout: 20_000 },
      )
      .toBe('ready');
    return look!;
  }

  async click(target: Target): Promise<void> {
    await this.driver.drag([centre(await this.#ready(target))]);
  }

  /** Moves an element's centre by so many CSS px with the pointer. */
  async drag(target: Target, dx: number, dy: number): Promise<void> {
    const { x, y } = centre(await this.#ready(target));
    await this.driver.drag([
      { x, y },
      { x: x + dx / 2, y: y + dy / 2 },
      { x: x + dx, y: y + dy },
    ]);
  }

  /** Chooses an option of a select element by its value. */
  async choose(target: Target, value: string): Promise<void> {
    await this.#ready(target);
    await this.driver.evaluate(
      (selector, wanted) => {
        const select = document.querySelector<HTMLSelectElement>(selector)!;
        select.value = wanted;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      },
      target.selector,
      value,
    );
  }

  async expectText(target: Target, text: string | RegExp, timeout = 20_000): Promise<void> {
    const shown = async () => (await this.looks(target)).map((look) => look.text.trim()).join('\n');
    const message = `text of ${target.selector}`;
    const poll = expect.poll(shown, { message, timeout, intervals: [100, 200] });
    await (typeof text === 'string' ? poll.toBe(text) : poll.toMatch(text));
  }

  /** The cells of a row of the comparison table: one for each network and, of two, their ratio. */
  row(title: string): Promise<string[]> {
    return this.driver.evaluate((wanted) => {
      const rows = [...document.querySelectorAll('[data-testid=table] tr')];
      const row = rows.find((one) => one.querySelector('th')?.textContent.includes(wanted));
      return [...(row?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent);
    }, title);
  }

  /** Presses a button and reads the file that it downloads. */
  async saved(target: Target): Promise<{ name: string; bytes: Uint8Array }> {
    const files = () => readdirSync(this.#downloads);
    const before = files();
    await this.click(target);
    let sizes: number[] = [];
    let name = '';
    await expect
      .poll(() => {
        name = files().find((file) => !before.includes(file) && !file.endsWith('.part')) ?? '';
        sizes = [...sizes.slice(-1), name ? statSync(path.join(this.#downloads, name)).size : 0];
        return sizes[0] > 0 && sizes[0] === sizes[1];
      })
      .toBe(true);
    const file = path.join(this.#downloads, name);
    const bytes = readFileSync(file);
    // The next one may bear the same name.
    rmSync(file);
    return { name, bytes };
  }
}
