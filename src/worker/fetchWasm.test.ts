import { describe, expect, it } from 'vitest';
import { fetchWasm } from './fetchWasm.ts';

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

describe('fetchWasm', () => {
  it('gives the bytes, also in pieces and slowly', async () => {
    expect(await fetchWasm('x', { get: answer(WASM) })).toEqual(WASM);
    const pieces = Array.from({ length: 8 }, (_, i) => WASM.slice(i, i + 1));
    expect(await fetchWasm('x', { get: slow(pieces, 15, true), silence: 60 })).toEqual(WASM);
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
      /did not arrive: the server sent nothing for 0\.05 s/,
    ],
    [
      'server that stops in the middle',
      slow([WASM.slice(0, 4)], 5, false),
      /did not arrive: the server sent nothing for 0\.05 s/,
    ],
  ])('tells of a %s, and what to do', async (_, get, sentence) => {
    const failed = fetchWasm('x', { get, silence: 50 });
    await expect(failed).rejects.toThrow(sentence);
    await expect(failed).rejects.toThrow(/Reload the page to try again\.$/);
  });
});
