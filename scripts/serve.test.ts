import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serve } from './serve.mjs';

const script = 'export const wave = "forecast";\n'.repeat(200);
const wasm = Buffer.concat([Buffer.from('\0asm\x01\0\0\0', 'latin1'), Buffer.alloc(4096, 7)]);

let folder: string;
let site: Awaited<ReturnType<typeof serve>>;

/** A request whose path reaches the server as it is: `fetch` would tidy up `/../` before sending it. */
function request(
  urlPath: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: http.OutgoingHttpHeaders } = {},
): Promise<{ status?: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: site.port, path: urlPath, method, headers };
    const sent = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode: status, headers: received } = response;
        resolve({ status, headers: received, body: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'slimwave-serve-'));
  const dist = path.join(folder, 'dist');
  mkdirSync(path.join(dist, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'not for the web');
  writeFileSync(path.join(dist, 'index.html'), '<!doctype html><title>Slimwave</title>');
  writeFileSync(path.join(dist, 'assets/index-B4xQ_z-9.js'), script);
  writeFileSync(path.join(dist, 'assets/kernels-CafeBab3.wasm'), wasm);
  writeFileSync(path.join(dist, 'gallery.json'), '{}');
  symlinkSync(path.join(folder, 'secret.txt'), path.join(dist, 'link.txt'));
  site = await serve({ folder: dist });
});

afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

describe('what every answer carries', () => {
  test.each(['/', '/gallery.json', '/assets/kernels-CafeBab3.wasm', '/missing', '/../secret.txt'])(
    '%s is cross-origin isolated',
    async (urlPath) => {
      const { headers } = await request(urlPath);
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
      expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    },
  );

  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/?preset=layers', 'text/html; charset=utf-8', 'no-cache'],
    ['/gallery.json', 'application/json', 'no-cache'],
    [
      '/assets/index-B4xQ_z-9.js',
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ],
    ['/assets/kernels-CafeBab3.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
  ])('%s has its type and may be cached as fits', async (urlPath, type, cached) => {
    const { status, headers } = await request(urlPath);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['cache-control']).toBe(cached);
  });
});

describe('paths that lead out of the site', () => {
  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/link.txt',
    '//etc/passwd',
    '/%00',
    '/%',
    'secret.txt',
  ])('%s is refused', async (urlPath) => {
    const { status, body } = await request(urlPath);
    expect([400, 403, 404]).toContain(status);
    expect(body.toString()).not.toContain('not for the web');
  });
});

describe('compression', () => {
  test.each([
    ['gzip, deflate, br', 'br', zlib.brotliDecompressSync],
    ['gzip;q=1.0, br;q=0', 'gzip', zlib.gunzipSync],
  ])('"%s" gets %s and comes back whole', async (accepted, encoding, decode) => {
    for (const [urlPath, content] of [
      ['/assets/index-B4xQ_z-9.js', Buffer.from(script)],
      ['/assets/kernels-CafeBab3.wasm', wasm],
    ] as const) {
      const { headers, body } = await request(urlPath, {
        headers: { 'Accept-Encoding': accepted },
      });
      expect(headers['content-encoding']).toBe(encoding);
      expect(headers.vary).toBe('Accept-Encoding');
      expect(Number(headers['content-length'])).toBe(body.length);
      expect(body.length).toBeLessThan(content.length);
      expect(decode(body).equals(content)).toBe(true);
    }
  });

  test('a client that names no encoding gets the bytes as they are', async () => {
    const { headers, body } = await request('/assets/kernels-CafeBab3.wasm');
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.equals(wasm)).toBe(true);
  });
});

test('HEAD has the headers of GET and no body', async () => {
  const get = await request('/assets/index-B4xQ_z-9.js');
  const head = await request('/assets/index-B4xQ_z-9.js', { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.body.length).toBe(0);
  expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' });
});

test('an unchanged file is not sent again, a changed one is', async () => {
  const first = await request('/gallery.json');
  const headers = { 'If-None-Match': first.headers.etag };
  const again = await request('/gallery.json', { headers });
  expect(again.status).toBe(304);
  expect(again.body.length).toBe(0);
  writeFileSync(path.join(folder, 'dist/gallery.json'), '{"new":1}');
  const changed = await request('/gallery.json', { headers });
  expect(changed.status).toBe(200);
  expect(changed.body.toString()).toBe('{"new":1}');
});

test('a missing file, a folder and a POST are answered with a sentence', async () => {
  const missing = await request('/wave.png');
  expect(missing.status).toBe(404);
  expect(missing.body.toString()).toContain('/wave.png');
  expect((await request('/assets')).status).toBe(404);
  expect((await request('/', { method: 'POST' })).status).toBe(405);
});

test('a busy port is passed over', async () => {
  const second = await serve({ folder: path.join(folder, 'dist'), port: site.port });
  expect(second.port).toBeGreaterThan(site.port);
  expect((await fetch(second.url)).status).toBe(200);
  await second.close();
  await expect(fetch(second.url)).rejects.toThrow();
});

test('a folder that does not exist is a complaint', async () => {
  await expect(serve({ folder: path.join(folder, 'nowhere') })).rejects.toThrow('npm run build');
});

test('every answer is reported, with the bytes that were sent', async () => {
  const answers: unknown[] = [];
  const counted = await serve({
    folder: path.join(folder, 'dist'),
    onAnswer: (answer) => answers.push(answer),
  });
  const text = await (await fetch(`${counted.url}gallery.json`)).text();
  await (await fetch(`${counted.url}missing`)).text();
  await counted.close();
  expect(answers).toEqual([
    { url: '/gallery.json', status: 200, bytes: text.length },
    { url: '/missing', status: 404, bytes: expect.any(Number) },
  ]);
});
