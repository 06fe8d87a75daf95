import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answer, answeredPath } from './answering.ts';
import { isolated } from './isolation.ts';
import type { Shelf } from './shelf.ts';

const SCOPE = 'https://example.org/waves/';
const HASHED = 'assets/a-11111111.js';

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
    answeredPath(asked, SCOPE)!,
    shelf as Shelf,
    none,
    get as typeof fetch,
  );
  await vi.advanceTimersByTimeAsync(6000);
  return answered;
}

it('answers what lies in its folder, but not another method, a part of a file, or the way out', () => {
  expect(answeredPath(request(''), SCOPE)).toBe('index.html');
  expect(answeredPath(request('checks.html?x'), SCOPE)).toBe('checks.html');
  expect(answeredPath(request('', { url: 'https://example.org/other/' }), SCOPE)).toBeUndefined();
  expect(answeredPath(request('', { method: 'POST' }), SCOPE)).toBeUndefined();
  const part = { headers: new Headers({ Range: 'bytes=0-9' }) };
  expect(answeredPath(request(HASHED, part), SCOPE)).toBeUndefined();
  expect(answeredPath(request('?sw=off', { mode: 'navigate' }), SCOPE)).toBeUndefined();
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
  // A second try, after something has gone wrong with it.
  expect(await (await ask(`${HASHED}?again=1`, shelfWith('kept'), get)).text()).toBe('network');
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
