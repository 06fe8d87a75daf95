import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import viteConfig from '../vite.config.ts';

const script = readFileSync(new URL('../public/support.js', import.meta.url), 'utf8');

/** As much of a page as the script needs. */
class FakeElement {
  children: FakeElement[] = [];
  parent?: FakeElement;
  text = '';
  className = '';
  style = {};
  attributes: Record<string, string> = {};
  constructor(readonly tagName = 'DIV') {}
  get firstChild() {
    return this.children[0];
  }
  get firstElementChild() {
    return this.children[0];
  }
  get nextSibling(): FakeElement | undefined {
    const { children = [] } = this.parent ?? {};
    return children[children.indexOf(this) + 1];
  }
  appendChild(child: FakeElement) {
    this.insertBefore(child, undefined);
  }
  insertBefore(child: FakeElement, next: FakeElement | undefined) {
    child.parent = this;
    const at = next ? this.children.indexOf(next) : this.children.length;
    this.children.splice(at, 0, child);
  }
  removeChild(child: FakeElement) {
    this.children = this.children.filter((one) => one !== child);
  }
  setAttribute(name: string, value: string) {
    this.attributes[name] = value;
  }
  querySelector(selector: string) {
    return this.children.find(({ className }) => `.${className}` === selector) ?? null;
  }
  get textContent(): string {
    return [this.text, ...this.children.map((child) => child.textContent)].join(' ');
  }
}

/** Runs the script in a page of a browser that lacks something. */
function page(lacks: string[] = []) {
  const html = new FakeElement('HTML');
  const root = new FakeElement();
  const fallback = new FakeElement();
  fallback.className = 'not-started';
  fallback.appendChild(new FakeElement('H1'));
  fallback.appendChild(Object.assign(new FakeElement('P'), { text: 'Not started yet.' }));
  root.appendChild(fallback);
  const listeners: Record<string, (event: unknown) => void> = {};
  const host: Record<string, unknown> = {
    document: {
      documentElement: html,
      getElementById: () => root,
      createElement: (tag: string) => Object.assign(new FakeElement(tag), { noModule: false }),
      createTextNode: (text: string) => Object.assign(new FakeElement('#text'), { text }),
    },
    WebAssembly,
    Worker: () => {},
    CSS: { supports: () => true },
    addEventListener: (type: string, listener: (event: unknown) => void) => {
      listeners[type] = listener;
    },
  };
  host.window = host;
  for (const name of lacks) delete host[name];
  const remove = lacks.map((name) => `delete globalThis.${name};`);
  runInNewContext(`${remove.join('')}${script}`, host);
  return { html, root, listeners, said: () => root.textContent };
}

describe('what the browser lacks', () => {
  it('is not said where nothing is missing', () => {
    const { html, said } = page();
    expect(html.attributes).toEqual({});
    expect(said().trim()).toBe('Not started yet.');
  });

  it.each([
    ['WebAssembly', 'WebAssembly'],
    ['Worker', 'web workers'],
    ['Array.prototype.toSorted', 'JavaScript of 2023'],
    ['Array.prototype.with', 'JavaScript of 2023'],
    ['Array.prototype.at', 'JavaScript of 2022'],
    ['Object.hasOwn', 'JavaScript of 2022'],
    ['CSS', 'light-dark()'],
  ])('is named: %s', (lacking, name) => {
    const { html, said } = page([lacking]);
    expect(html.attributes).toHaveProperty('data-unsupported');
    expect(said()).toMatch(/This browser lacks what Slimwave needs: /);
    expect(said()).toContain(name);
    expect(said()).not.toContain('Not started yet.');
  });

  it('is named in one sentence, however much it is', () => {
    const { said } = page(['Worker', 'WebAssembly']);
    expect(said()).toContain('needs: WebAssembly; web workers (Worker).');
  });
});

describe('a page that can’t start', () => {
  it('says which script is missing', () => {
    const { listeners, said } = page();
    const target = { tagName: 'SCRIPT', src: 'https://example.org/assets/index-1.js' };
    listeners.error({ target });
    expect(said()).toContain('its script index-1.js could not be loaded');
    expect(said()).toContain('Reload the page');
    // What else it may be stays there.
    expect(said()).toContain('Not started yet.');
  });

  it('says what went wrong before it was drawn, and nothing afterwards', () => {
    const { listeners, said, root } = page();
    listeners.unhandledrejection({ reason: new Error('no luck.') });
    expect(said()).toContain('could not be started: no luck. ');
    listeners.error({ message: 'Uncaught TypeError: x is undefined' });
    expect(said()).toContain('could not be started: Uncaught TypeError: x is undefined.');
    root.children = [new FakeElement('MAIN')];
    listeners.error({ message: 'later' });
    expect(root.children.map(({ tagName }) => tagName)).toEqual(['MAIN']);
  });
});

it('names the browsers that the build is made for', () => {
  const config = viteConfig as { build?: { target?: string[] } };
  const versions = Object.fromEntries(
    (config.build?.target ?? []).map((one) => [one.replace(/[\d.]+/, ''), one.replace(/^\D+/, '')]),
  );
  const { chrome, edge, firefox, safari } = versions;
  expect(edge).toBe(chrome);
  expect(script).toContain(
    `'Chrome or Edge ${chrome}, Firefox ${firefox}, Safari ${safari} or newer'`,
  );
});

it('has no syntax that old browsers would stumble over', () => {
  const code = script.replace(/\/\*[^]*?\*\//g, '');
  expect(code).not.toMatch(/\b(const|let|class|async|await)\b|=>|`|\?\.|\?\?|\.\.\.|,\s*\)/);
});
