import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import type { SiteBuild } from './protocol.ts';
import { Shelf } from './shelf.ts';

const SCOPE = 'https://example.org/waves/';

/** The caches of an origin, in memory. */
class FakeCaches {
  readonly all = new Map<string, Map<string, Response>>();
  private cache(name: string) {
    const entries = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, entries);
    const address = (key: string | Request) => (typeof key === 'string' ? key : key.url);
    return {
      match: async (key: string) => entries.get(key)?.clone(),
      put: async (key: string, response: Response) => void entries.set(key, response),
      delete: async (key: Request) => entries.delete(address(key)),
      keys: async () => [...entries.keys()].map((url) => ({ url })),
    };
  }
  open = async (name: string) => this.cache(name);
  has = async (name: string) => this.all.has(name);
  keys = async () => [...this.all.keys()];
  delete = async (name: string) => this.all.delete(name);
  /** Paths that are kept, over all caches. */
  get paths(): string[] {
    return [...this.all.values()]
      .flatMap((entries) => [...entries.keys()])
      .map((url) => url.slice(SCOPE.length))
      .filter((path) => path !== 'complete.json')
      .toSorted();
  }
}

const A1 = 'assets/a-11111111.js';
const BIG = 'assets/hdf5-22222222.js';
/** What a server has at a path. */
const contentOf = (version: string, path: string) => `${version} ${SCOPE}${path}`;
const siteOf = (version: string, ...needed: string[]): SiteBuild => ({
  version,
  files: [...needed, BIG, 'index.html'].map((path) => {
    const hash = createHash('sha256').update(contentOf(version, path)).digest('hex').slice(0, 16);
    return { path, hash, needed: path !== BIG };
  }),
});

function shelfOf(site: SiteBuild, caches = new FakeCaches()) {
  const get = vi.fn<(url: string, more?: RequestInit) => Promise<Response>>(
    async (url) => new Response(`${site.version} ${url}`),
  );
  const now = vi.fn(() => Number.parseInt(site.version, 10));
  const shelf = new Shelf(
    SCOPE,
    site,
    caches as unknown as CacheStorage,
    get as unknown as typeof fetch,
    now,
  );
  return { shelf, caches, get };
}

it('fills with what is needed, and asks for nothing twice', async () => {
  const { shelf, caches, get } = shelfOf(siteOf('1', A1));
  await shelf.fill(false);
  expect(caches.paths).toEqual([A1, 'index.html']);
  await shelf.fill(false);
  expect(get).toHaveBeenCalledTimes(2);
  await shelf.fill(true);
  expect(caches.paths).toEqual([A1, BIG, 'index.html']);
});

it('finds nothing of a version that is not complete: its page would miss files', async () => {
  const { shelf, get } = shelfOf(siteOf('1', A1));
  get.mockImplementation(
    async (url) => new Response(`1 ${url}`, { status: url.endsWith('.html') ? 503 : 200 }),
  );
  await expect(shelf.fill(false)).rejects.toThrow('the server answered 503 for index.html');
  expect(await shelf.find('index.html')).toBeUndefined();
  expect(await shelf.find(A1)).toBeDefined();
});

/** The site, whose server has something else at a path. */
function shelfWithWrong(path: string, wrong: (more?: RequestInit) => boolean) {
  const made = shelfOf(siteOf('1', A1));
  made.get.mockImplementation(async (url, more) => {
    const right = url !== SCOPE + path || !wrong(more);
    return new Response(right ? `1 ${url}` : '<!doctype html>');
  });
  return made;
}

it.each(['index.html', A1])('refuses %s if it is not that of this version', async (path) => {
  const { shelf, caches } = shelfWithWrong(path, () => true);
  await expect(shelf.fill(false)).rejects.toThrow(`another ${path} than that of this version`);
  expect(caches.paths).not.toContain(path);
});

it('asks the server itself where the browser has stored a damaged file', async () => {
  const { shelf } = shelfWithWrong(A1, (more) => more?.cache === 'default');
  await shelf.fill(false);
  expect(await (await shelf.find(A1))?.text()).toBe(contentOf('1', A1));
});

it('replaces a damaged file that an earlier version has kept', async () => {
  const { shelf, caches } = shelfOf(siteOf('1', A1));
  const assets = await caches.open('slimwave /waves/ assets');
  await assets.put(SCOPE + A1, new Response('<!doctype html>'));
  await shelf.fill(false);
  expect(await (await shelf.find(A1))?.text()).toBe(contentOf('1', A1));
});

it('keeps no traces of a redirection, of packing, or of what the answer varies by', async () => {
  const { shelf, get } = shelfOf(siteOf('1', A1));
  const headers = { Vary: '*', 'Content-Encoding': 'br', 'Content-Length': '3', 'X-Own': 'yes' };
  get.mockImplementation(async (url) =>
    Object.defineProperty(new Response(`1 ${url}`, { headers }), 'redirected', { value: true }),
  );
  await shelf.fill(false);
  const page = (await shelf.find('index.html'))!;
  expect(page.redirected).toBe(false);
  expect(Object.fromEntries(page.headers)).toMatchObject({ 'x-own': 'yes' });
  for (const name of Object.keys(headers).slice(0, 3)) expect(page.headers.get(name)).toBeNull();
});

it('ended in the middle of a filling, nothing is left, and nothing is found or kept', async () => {
  const { shelf, caches, get } = shelfOf(siteOf('1', A1));
  let ended: Promise<void> | undefined;
  get.mockImplementation(async (url) => {
    ended ??= shelf.end();
    return new Response(`1 ${url}`);
  });
  await expect(shelf.fill(false)).rejects.toThrow('it was switched off');
  await ended;
  expect([...caches.all.keys()]).toEqual([]);
  await shelf.keep(A1, used(A1));
  expect([...caches.all.keys()]).toEqual([]);
  // Switched on again.
  await shelf.fill(false);
  expect(caches.paths).toEqual([A1, 'index.html']);
  await shelf.end();
  expect(await shelf.find(A1)).toBeUndefined();
});

it('keeps the files of the last three versions for pages that are open, and no older ones', async () => {
  const caches = new FakeCaches();
  const asset = (version: number) => `assets/a-${String(version).repeat(8)}.js`;
  for (const version of [1, 2, 3, 4]) {
    await shelfOf(siteOf(String(version), asset(version)), caches).shelf.fill(false);
  }
  const hashed = caches.paths.filter((path) => path !== 'index.html');
  expect(hashed).toEqual([2, 3, 4].map(asset));
  const page = await shelfOf(siteOf('4', asset(4)), caches).shelf.find('index.html');
  expect(await page?.text()).toMatch(/^4 /);
  // A version that is still to be filled leaves the page to the newest that is complete.
  const next = await shelfOf(siteOf('5', asset(5)), caches).shelf.find('index.html');
  expect(await next?.text()).toMatch(/^4 /);
});

/** An answer of the server of version 1, as the page gets it. */
const used = (path: string, content = contentOf('1', path), more: object = {}) =>
  Object.defineProperties(new Response(content, more), {
    type: { value: 'basic' },
    redirected: { value: 'redirected' in more },
  });

it('keeps what has been used only while it is in use itself', async () => {
  const { shelf, caches } = shelfOf(siteOf('1', A1));
  await shelf.keep(BIG, used(BIG));
  expect(caches.paths).toEqual([]);
  await shelf.fill(false);
  await shelf.keep(BIG, used(BIG));
  await shelf.keep('data.npz', used('data.npz'));
  expect(caches.paths).toEqual([A1, BIG, 'index.html']);
});

const OLD = 'assets/old-33333333.js';
it.each([
  ['a file that is another', BIG, used(BIG, 'other')],
  ['a page', OLD, used(OLD, '<html>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } })],
  ['what it was redirected to', OLD, used(OLD, 'other', { redirected: true })],
])('keeps a file that has been used, but not %s in its place', async (_, path, answer) => {
  const { shelf, caches } = shelfOf(siteOf('1', A1));
  await shelf.fill(false);
  await shelf.keep(path, answer);
  expect(caches.paths).toEqual([A1, 'index.html']);
  await shelf.keep(path, used(path));
  expect(caches.paths).toContain(path);
});
