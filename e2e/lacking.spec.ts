/**
 * What other browsers lack, deny, answer late or never: the page trains to the same errors, or one sentence names what
 * is missing. It is never white, and nobody waits without end. Each row is what is run before the page, in the page
 * and in its workers.
 */
import { expectPhase, TINY, tableRow, trainButton } from './lab.ts';
import { HASTY, otherBrowser } from './otherBrowser.ts';
import { expect, test, type Page } from './test.ts';

// One after the other: the first says what errors the others must have.
test.describe.configure({ mode: 'default' });

const HASH = `${TINY.replace('data.train=24', 'data.train=8').replace('data.test=8', 'data.test=4')}&training.steps=3`;

const remove = (...names: string[]): string =>
  names
    .map((name) => {
      const [, owner = 'globalThis', key] = /^(?:(.*)\.)?(\w+)$/.exec(name)!;
      return `try { Object.defineProperty(${owner}, '${key}', { value: undefined, configurable: true, writable: true }); } catch {}`;
    })
    .join('\n');

/** Not there at all, so that not even `in` finds it. */
const erase = (...names: string[]): string =>
  names.map((name) => `try { delete ${name}; } catch {}`).join('\n');

const getter = (owner: string, key: string, body: string): string =>
  `try { Object.defineProperty(${owner}, '${key}', { configurable: true, get() { ${body} } }); } catch {}`;

const inWindow = (code: string): string => `if (typeof window === 'object') { ${code} }`;

const denied = "throw new DOMException('The operation is insecure.', 'SecurityError');";
const never = '() => new Promise(() => {})';
const gpu = (code: string) => `if (navigator.gpu) { ${code} }`;
/** The software adapter passes for a GPU, so that it is tried. */
const hardware = gpu(
  ['description', 'vendor', 'architecture']
    .map((key) => getter('GPUAdapterInfo.prototype', key, "return 'acme';"))
    .join('') + getter('GPUAdapterInfo.prototype', 'isFallbackAdapter', 'return false;'),
);

/** What came to browsers lately, or only to secure addresses. */
const LATELY = [
  'Crypto.prototype.randomUUID',
  'globalThis.structuredClone',
  'globalThis.OffscreenCanvas',
  'globalThis.requestIdleCallback',
  'globalThis.BroadcastChannel',
  'globalThis.WeakRef',
  'globalThis.CompressionStream',
  'globalThis.DecompressionStream',
  'AbortSignal.timeout',
  'AbortSignal.any',
  'globalThis.queueMicrotask',
  'globalThis.FinalizationRegistry',
  'Navigator.prototype.storage',
  'Navigator.prototype.userAgentData',
  'Crypto.prototype.subtle',
  'Navigator.prototype.deviceMemory',
  'globalThis.scheduler',
  'globalThis.Sanitizer',
  'Promise.withResolvers',
  'Object.groupBy',
  'Set.prototype.union',
  'Array.fromAsync',
  'Map.groupBy',
  'Promise.try',
  'Iterator.prototype.map',
  'globalThis.Iterator',
];

/**
 * A row of the table: what the chip says besides, if anything. What does not hide each other's effect shares a row,
 * since every row costs a page.
 */
interface Row {
  code: string;
  chip?: RegExp;
  /** It can't train; this is the sentence that says so. */
  sentence?: RegExp;
}

const rows: Record<string, Row> = {
  'all there': { code: '' },
  'a search for a GPU that never ends; canvases without a context, no number of processors': {
    code: [
      gpu(`GPU.prototype.requestAdapter = ${never};`),
      inWindow('HTMLCanvasElement.prototype.getContext = () => null;'),
      remove(
        'Navigator.prototype.hardwareConcurrency',
        'WorkerNavigator.prototype.hardwareConcurrency',
      ),
    ].join(';'),
    chip: /No GPU is used: the browser’s search for a GPU did not answer within 2 s/,
  },
  'a search for a GPU that throws; WebAssembly without `instantiate` and `compile`': {
    code: [
      gpu("GPU.prototype.requestAdapter = () => { throw new Error('not now'); };"),
      "for (const name of ['instantiate', 'compile', 'instantiateStreaming', 'compileStreaming']) WebAssembly[name] = () => { throw new WebAssembly.CompileError('off'); };",
    ].join(';'),
    chip: /No GPU is used: the browser’s search for a GPU failed \(not now\)/,
  },
  'a device that never comes; IndexedDB that never answers, a screen without pixels': {
    code: [
      hardware,
      gpu(`GPUAdapter.prototype.requestDevice = ${never};`),
      inWindow('IDBFactory.prototype.open = () => new EventTarget();'),
      getter('globalThis', 'devicePixelRatio', 'return 0;'),
    ].join(';'),
    chip: /The webgpu backend was refused: its device did not answer within 2 s/,
  },
  'a device that is refused; IndexedDB full, an address that can’t be changed': {
    code: [
      hardware,
      gpu(
        "GPUAdapter.prototype.requestDevice = async () => { throw new TypeError('odd limits'); };",
      ),
      inWindow(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };",
      ),
      inWindow(
        `History.prototype.replaceState = History.prototype.pushState = () => { ${denied} };`,
      ),
    ].join(';'),
    chip: /The webgpu backend was refused: odd limits/,
  },
  'a GPU whose self-test never ends': {
    code: `${hardware}${gpu(`GPUBuffer.prototype.mapAsync = ${never};`)}${HASTY}`,
    chip: /The webgpu backend was refused: its self-test did not answer within 4 s/,
  },
  'no WebAssembly': { code: erase('globalThis.WebAssembly'), sentence: /lacks .*WebAssembly/ },
  'WebAssembly that a policy forbids': {
    code: `WebAssembly.Module = function () { throw new WebAssembly.CompileError('violates the policy'); };`,
    sentence: /Content-Security-Policy must allow it with script-src 'wasm-unsafe-eval'/,
  },
  'no workers': { code: erase('globalThis.Worker'), sentence: /lacks .*web workers/ },
  'workers that a policy forbids': {
    code: "globalThis.Worker = class { constructor() { throw new DOMException('Refused to create a worker', 'SecurityError'); } };",
    sentence: /does not allow workers: Refused to create a worker/,
  },
  'no module workers': {
    code: inWindow(
      '{ const Real = Worker; globalThis.Worker = class extends Real { constructor(url, { name }) { super(url, { name }); } }; }',
    ),
    sentence: /worker .*stopped \(.*import statement/,
  },
  'JavaScript of 2022': {
    code: erase('Array.prototype.toSorted', 'Array.prototype.with'),
    sentence: /lacks .*JavaScript of 2023/,
  },
  'JavaScript of 2021': {
    code: erase('Array.prototype.at', 'Object.hasOwn'),
    sentence: /lacks .*JavaScript of 2022/,
  },
  'no WebGPU, and answers that can’t be read piece by piece': {
    code: [
      remove('Navigator.prototype.gpu', 'WorkerNavigator.prototype.gpu'),
      getter('Response.prototype', 'body', 'return null;'),
    ].join(';'),
  },
  'no adapter, and one processor': {
    code: [
      gpu('GPU.prototype.requestAdapter = async () => null;'),
      getter('navigator', 'hardwareConcurrency', 'return 1;'),
    ].join(';'),
  },
  'an adapter that tells nothing, and eight processors': {
    code: [
      gpu(erase('GPUAdapter.prototype.info')),
      getter('navigator', 'hardwareConcurrency', 'return 8;'),
    ].join(';'),
  },
  'no 128-bit WebAssembly, and no isolation': {
    code: [
      '{ const { validate } = WebAssembly; WebAssembly.validate = (bytes) => !bytes.includes(0xfd) && validate(bytes); }',
      getter('globalThis', 'crossOriginIsolated', 'return false;'),
    ].join(';'),
  },
  'no observers, media queries and message channels': {
    code: [
      erase('globalThis.ResizeObserver'),
      erase('globalThis.IntersectionObserver'),
      erase('globalThis.matchMedia'),
      erase('globalThis.MessageChannel'),
    ].join(';'),
  },
  'no databases, storage, clipboard and locks': {
    code: [
      remove('globalThis.indexedDB'),
      remove('globalThis.localStorage', 'globalThis.sessionStorage'),
      remove('Navigator.prototype.clipboard'),
      remove('Navigator.prototype.locks', 'WorkerNavigator.prototype.locks'),
    ].join(';'),
  },
  'databases and storage that are denied': {
    code: [
      getter('globalThis', 'indexedDB', denied),
      inWindow(
        getter('globalThis', 'localStorage', denied) +
          getter('globalThis', 'sessionStorage', denied),
      ),
    ].join(';'),
  },
  'clocks that go back a day or jump after a sleep': {
    code: [
      '{ const { now } = Date; const turn = now() + 1000; Date.now = () => { const t = now(); return t > turn ? t - 86400000 : t; }; }',
      inWindow(
        '{ const now = performance.now.bind(performance); let jump = 0; performance.now = () => now() + jump; setInterval(() => { if (document.querySelector("[data-testid=phase]")?.textContent === "simulating" && !jump) jump = 2160000; }, 1); }',
      ),
    ].join(';'),
  },
  'no shared memory, and a hidden page on odd pixels': {
    code: [
      erase('globalThis.SharedArrayBuffer'),
      inWindow(
        getter('document', 'hidden', 'return true;') +
          getter('document', 'visibilityState', "return 'hidden';"),
      ),
      getter('globalThis', 'devicePixelRatio', 'return 2.625;'),
    ].join(';'),
  },
  'an insecure address, and nothing that came lately, nor popovers': {
    code: [
      inWindow(
        erase(
          ...['popover', 'showPopover', 'hidePopover', 'togglePopover'].map(
            (name) => `HTMLElement.prototype.${name}`,
          ),
        ),
      ),
      erase(...LATELY),
    ].join(';'),
  },
};

let errors: string[] | undefined;

async function expectTraining(page: Page, chip?: RegExp): Promise<void> {
  await trainButton(page).click();
  await expectPhase(page, 'finished', 30_000);
  const row = await tableRow(page, 'Test error');
  errors ??= row;
  expect(row).toEqual([
    expect.stringMatching(/^\d.*%$/),
    expect.stringMatching(/^\d.*%$/),
    expect.stringMatching(/^×\s\d/),
  ]);
  expect(row).toEqual(errors);
  await expect(page.locator('[role=progressbar] > span').nth(1)).not.toContainText('min');
  if (chip) await expect(page.locator('#backend-popover')).toContainText(chip);
}

async function expectSentence(page: Page, sentence: RegExp): Promise<void> {
  await expect(page.getByText(sentence).first()).toBeAttached({ timeout: 15_000 });
  // A page that is there can be asked to train, and does not wait for ever.
  if ((await trainButton(page).count()) === 0) return;
  await trainButton(page).click();
  await expect(page.getByTestId('phase')).toHaveText(/finished|paused/, { timeout: 15_000 });
}

for (const [name, { code, chip, sentence }] of Object.entries(rows)) {
  test(name, async ({ page }) => {
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    if (code) await otherBrowser(page, code);
    await page.goto(`./#${HASH}`);
    if (sentence) await expectSentence(page, sentence);
    else {
      await expectTraining(page, chip);
      expect(faults).toEqual([]);
    }
  });
}

test('other languages and less movement', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL,
    locale: 'ar-EG',
    timezoneId: 'Asia/Kathmandu',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`./#${HASH}`);
  await expectTraining(page);
  await context.close();
});
