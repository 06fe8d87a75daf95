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
const siteOf = (version: string, ...needed: string[]): SiteBuild => ({
  version,
  files: [
    ...needed.map((path) => ({ path, needed: true })),
    { path: BIG, needed: false },
    { path: 'index.html', needed: true },
  ],
});

function shelfOf(site: SiteBuild, caches = new FakeCaches(), answer = (url: string) => url) {
  const get = vi.fn<(url: string) => Promise<Response>>(
    async (url) => new Response(`${site.version} ${answer(url)}`),
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
    async (url) => new Response('', { status: url.endsWith('.html') ? 503 : 200 }),
  );
  await expect(shelf.fill(false)).rejects.toThrow('the server answered 503 for index.html');
  expect(await shelf.find('index.html')).toBeUndefined();
  expect(await shelf.find(A1)).toBeDefined();
});

it('refuses a page of another version, whose files are not here', async () => {
  const site = siteOf('1', A1);
  const files = site.files.map((file) => ({
    ...file,
    ...(file.path === 'index.html' && { hash: '00' }),
  }));
  const { shelf } = shelfOf({ ...site, files });
  await expect(shelf.fill(false)).rejects.toThrow('index.html of another version');
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

it('keeps what has been used only while it is in use itself', async () => {
  const { shelf, caches } = shelfOf(siteOf('1', A1));
  const used = () => Object.defineProperty(new Response('x'), 'type', { value: 'basic' });
  await shelf.keep(BIG, used());
  expect(caches.paths).toEqual([]);
  await shelf.fill(false);
  await shelf.keep(BIG, used());
  await shelf.keep('data.npz', used());
  expect(caches.paths).toEqual([A1, BIG, 'index.html']);
});
