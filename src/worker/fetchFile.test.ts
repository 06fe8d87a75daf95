import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchFile, WASM as KIND } from './fetchFile.ts';

const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const answer = (body: BodyInit | null, init?: ResponseInit) => () =>
  Promise.resolve(new Response(body, init));

/** A server that sends a piece every so often and, unless `ends`, then nothing. */
const slow = (pieces: Uint8Array<ArrayBuffer>[], every: number, ends: boolean): typeof fetch =>
  ((_: string, { signal }: RequestInit) => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async start(controller) {
        signal?.addEventListener('abort', () => controller.error(signal.reason));
        for (const piece of pieces) {
          await new Promise((resolve) => setTimeout(resolve, every));
          controller.enqueue(piece);
        }
        if (ends) controller.close();
      },
    });
    return Promise.resolve(new Response(body));
  }) as typeof fetch;

describe('fetchFile', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives the bytes, also in pieces and slowly', async () => {
    expect(await fetchFile('x', KIND, { get: answer(WASM) })).toEqual(WASM);
    const pieces = Array.from({ length: 8 }, (_, i) => WASM.slice(i, i + 1));
    const slowly = fetchFile('x', KIND, { get: slow(pieces, 9000, true), silence: 10_000 });
    await vi.advanceTimersByTimeAsync(8 * 9000);
    expect(await slowly).toEqual(WASM);
  });

  it.each<[string, typeof fetch, RegExp]>([
    ['missing file', answer('', { status: 404 }), /^the server answered 404/],
    [
      'page in its place',
      answer('<!doctype html><title>Hello</title>', { headers: { 'content-type': 'text/html' } }),
      /is not WebAssembly \(35 bytes, text\/html\)/,
    ],
    ['empty answer', answer(null), /is not WebAssembly \(0 bytes/],
    [
      'closed network',
      () => Promise.reject(new TypeError('Failed to fetch')),
      /could not be loaded \(Failed to fetch\)/,
    ],
    [
      'server that never answers',
      (_, init) =>
        new Promise((__, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
      /did not arrive: the server sent nothing for 10 s/,
    ],
    [
      'server that stops in the middle',
      slow([WASM.slice(0, 4)], 5000, false),
      /did not arrive: the server sent nothing for 10 s/,
    ],
  ])('tells of a %s, and what to do', async (_, get, sentence) => {
    const failed = expect(fetchFile('x', KIND, { get })).rejects.toThrow(
      new RegExp(`${sentence.source}.*Reload the page to try again\\.$`),
    );
    await vi.advanceTimersByTimeAsync(20_000);
    await failed;
  });
});
