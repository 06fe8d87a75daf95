/** Fetches a file of the page, and reports what is wrong with the answer if it is not one of its kind. */

/** The fetch fails if the server sends nothing for this time (ms); every received piece restarts the clock. */
const SILENCE = 10_000;

/** How a file of some kind is recognised. */
export interface FileKind {
  /** As in “is not WebAssembly”. */
  name: string;
  fits: (bytes: Uint8Array) => boolean;
}

const MAGIC = [0, 0x61, 0x73, 0x6d];

export const WASM: FileKind = {
  name: 'WebAssembly',
  fits: (bytes) => MAGIC.every((byte, i) => bytes[i] === byte),
};

interface Options {
  get?: typeof fetch;
  silence?: number;
}

/** The bytes. Rejects with the end of a sentence that says what came instead and what to do. */
export async function fetchFile(
  url: string,
  kind: FileKind,
  { get = fetch, silence = SILENCE }: Options = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const fail = (what: string): never => {
    throw new Error(`${what}. Reload the page to try again.`);
  };
  const controller = new AbortController();
  let silent = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sign = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent = true;
      controller.abort();
    }, silence);
  };
  try {
    sign();
    const response = await get(url, { credentials: 'same-origin', signal: controller.signal });
    if (!response.ok) fail(`the server answered ${response.status} when asked for its file`);
    const bytes = await read(response, sign);
    if (!kind.fits(bytes)) {
      const type = response.headers.get('content-type') ?? 'of no type';
      fail(
        `what the server sent for its file is not ${kind.name} (${bytes.length} bytes, ${type})`,
      );
    }
    return bytes;
  } catch (error) {
    if (silent)
      return fail(`its file did not arrive: the server sent nothing for ${silence / 1000} s`);
    if (error instanceof TypeError || (error instanceof Error && error.name === 'AbortError')) {
      return fail(`its file could not be loaded (${error.message})`);
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The whole body, piece by piece; `sign` is called with each. */
async function read(response: Response, sign: () => void): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    sign();
    pieces.push(value);
    length += value.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
