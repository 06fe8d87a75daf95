import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answer, answeredPath, isWayOut } from './answering.ts';
import { isolated } from './isolation.ts';
import type { Shelf } from './shelf.ts';

const SCOPE = 'https://example.org/waves/';
const HASHED = 'assets/a-11111111.js';
const FILES = ['index.html', 'checks.html'].map((path) => ({ path, hash: '', needed: true }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const request = (path: string, more: Partial<Request> = {}): Request => {
  const plain = { url: SCOPE + path, method: 'GET', mode: 'cors', destination: '' };
  return { ...plain, headers: new Headers(), ...more } as Request;
};

const shelfWith = (kept?: string) => ({
  find: vi.fn(async () => (kept === undefined ? undefined : new Response(kept))),
  keep: vi.fn(async () => {}),
});

const none = async () => undefined;
const serves = (text: string, status = 200) => vi.fn(async () => new Response(text, { status }));
const never = () => new Promise<never>(() => {});
const down = async (): Promise<never> => Promise.reject(new TypeError('Failed to fetch'));

/** The text of the answer to a request for a path. */
async function ask(path: string, shelf: object, get: unknown, more: Partial<Request> = {}) {
  const asked = request(path, more);
  const answered = answer(
    asked,
    answeredPath(asked, SCOPE, FILES)!,
    shelf as Shelf,
    none,
    get as typeof fetch,
  );
  await vi.advanceTimersByTimeAsync(6000);
  return answered;
}

const pathOf = (...asked: Parameters<typeof request>) =>
  answeredPath(request(...asked), SCOPE, FILES);

it('answers for the files of the site, but not for another method or a part of a file', () => {
  expect(pathOf('')).toBe('index.html');
  expect(pathOf('checks.html?x')).toBe('checks.html');
  expect(pathOf('checks')).toBe('checks.html');
  expect(pathOf(HASHED)).toBe(HASHED);
  expect(pathOf('', { method: 'POST' })).toBeUndefined();
  expect(pathOf(HASHED, { headers: new Headers({ Range: 'bytes=0-9' }) })).toBeUndefined();
});

it.each(['../other/', 'blog/', 'blog/index.html', 'other.html', 'course/assets/a-11111111.js'])(
  'leaves a page that is not the site’s alone: %s',
  (path) => {
    const { href } = new URL(path, SCOPE);
    expect(pathOf('', { url: href, mode: 'navigate' })).toBeUndefined();
  },
);

it('the way out is a page that is opened with ?sw=off', () => {
  expect(isWayOut(request('?sw=off', { mode: 'navigate' }))).toBe(true);
  expect(isWayOut(request('?sw=on', { mode: 'navigate' }))).toBe(false);
  expect(isWayOut(request('?sw=off'))).toBe(false);
});

it('takes a page from the network, and from the shelf where that fails, breaks down or is silent', async () => {
  const text = async (get: unknown) => (await ask('', shelfWith('kept'), get)).text();
  expect(await text(serves('new'))).toBe('new');
  expect(await text(serves('gone', 404))).toBe('gone');
  expect(await text(serves('broken', 503))).toBe('kept');
  expect(await text(down)).toBe('kept');
  expect(await text(never)).toBe('kept');
  expect(await (await ask('', shelfWith(), serves('broken', 503))).text()).toBe('broken');
});

it('takes a file with a hash from the shelf, and keeps it if it was not there', async () => {
  const get = serves('network');
  expect(await (await ask(HASHED, shelfWith('kept'), get)).text()).toBe('kept');
  expect(get).not.toHaveBeenCalled();
  const empty = shelfWith();
  expect(await (await ask(HASHED, empty, get)).text()).toBe('network');
  expect(empty.keep).toHaveBeenCalledOnce();
});

it('a second try at a file that was damaged comes from the network, and takes its place', async () => {
  const shelf = shelfWith('damaged');
  const again = await ask(`${HASHED}?again=1`, shelf, serves('network'));
  expect(await again.text()).toBe('network');
  expect(shelf.keep).toHaveBeenCalledExactlyOnceWith(HASHED, again);
});

it('does not wait for a storage that fails or does not answer', async () => {
  for (const find of [down, never]) {
    const broken = { find, keep: down };
    expect(await (await ask(HASHED, broken, serves('network'))).text()).toBe('network');
    expect(await (await ask('', broken, serves('network'))).text()).toBe('network');
  }
});

it('isolates pages and workers, and leaves what the server says', async () => {
  const policy = (response: Response) => response.headers.get('Cross-Origin-Embedder-Policy');
  const page = await ask('', shelfWith(), serves('page'), { mode: 'navigate' });
  expect(policy(page)).toBe('require-corp');
  expect(page.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  expect(await page.text()).toBe('page');
  const script = { destination: 'worker' } as const;
  expect(policy(await ask(HASHED, shelfWith('kept'), down, script))).toBe('require-corp');
  expect(policy(await ask(HASHED, shelfWith('kept'), down))).toBeNull();
  const own = new Response('', { headers: { 'Cross-Origin-Embedder-Policy': 'credentialless' } });
  expect(isolated(own)).toBe(own);
  expect(isolated(new Response(null, { status: 304 })).status).toBe(304);
});
