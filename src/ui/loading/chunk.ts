/**
 * Parts of the page's code that are loaded when they are needed. They may be missing by then (a new version of the
 * page took the old one's place), the connection may be down, or the answer may never come: each ends in a sentence,
 * and asking again really asks again.
 */

/** How long a part of the page is awaited (ms). */
export const LOAD_MS = 12_000;

/** Why a part of the page is not there, as sentences. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
}

/** The address in the source text of a function that imports a module; undefined if it can't be found. */
export const importedAddress = (load: () => unknown): string | undefined =>
  /\bimport\(\s*(?:\/\*.*?\*\/\s*)?(["'`])([^"'`$]+)\1/.exec(String(load))?.[2];

const importAt = (address: string): Promise<unknown> => import(/* @vite-ignore */ address);

/**
 * The module under an address that was not asked for before: browsers remember an answer that was no program, and one
 * that does not come is not asked for twice.
 */
function importAnew<Module>(load: () => Promise<Module>, attempt: number): Promise<Module> {
  const address = importedAddress(load);
  if (address === undefined) return load();
  // All chunks of the built page are in one folder.
  const url = new URL(address, import.meta.url);
  url.searchParams.set('again', String(attempt));
  return importAt(url.href) as Promise<Module>;
}

function inTime<Value>(promise: Promise<Value>, limitMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no answer within ${limitMs / 1000} s`)),
      limitMs,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

/**
 * A function that loads a module once. It rejects with a `LoadError` whose sentences begin with `what`, such as “The
 * charts”; the next call tries again.
 */
export function chunk<Module>(
  what: string,
  load: () => Promise<Module>,
  limitMs = LOAD_MS,
): () => Promise<Module> {
  let attempts = 0;
  let loading: Promise<Module> | undefined;
  const begin = async (): Promise<Module> => {
    const attempt = attempts++;
    try {
      return await inTime(attempt === 0 ? load() : importAnew(load, attempt), limitMs);
    } catch (error) {
      loading = undefined;
      throw new LoadError(
        `${what} could not be loaded (${reasonOf(error)}). The connection may have failed, or a new version of this page has taken the place of the one that is open.`,
      );
    }
  };
  return () => (loading ??= begin());
}
