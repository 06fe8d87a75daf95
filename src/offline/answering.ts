/** How the service worker answers a request of the page. */
import { isHashed, type SiteFile } from './protocol.ts';
import { isolated, needsIsolation } from './isolation.ts';
import type { Shelf } from './shelf.ts';

/** A network that does not answer a page in this time (ms) is as good as none, if there is something in its place. */
const PATIENCE = 3000;
/** What is kept is looked for so long (ms): a broken storage must not hold the page up. */
const SEARCH = 2000;

/** The value, or undefined if it does not come in time or not at all. */
const within = <Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    promise.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });

/**
 * The path of a request within the site, if the worker answers it; otherwise the browser does. Other pages in the same
 * folder are none of its business: isolation could break them.
 */
export function answeredPath(
  request: Request,
  scope: string,
  files: readonly SiteFile[],
): string | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || request.headers.has('Range')) return undefined;
  if (!(origin + pathname).startsWith(scope)) return undefined;
  const path = (origin + pathname).slice(scope.length) || 'index.html';
  const has = (name: string) => files.some((file) => file.path === name);
  // Those of earlier versions, too.
  if (path.startsWith('assets/') || has(path)) return path;
  // Some servers leave the ending out.
  return has(`${path}.html`) ? `${path}.html` : undefined;
}

/** The way out, if what this worker does or keeps ever fails: see docs/hosting.md. */
export const isWayOut = ({ url, mode }: Pick<Request, 'url' | 'mode'>): boolean =>
  mode === 'navigate' && new URL(url).searchParams.get('sw') === 'off';

/** The page from the network, so that it is the newest; from the shelf where that does not answer. */
async function networkFirst(shelf: Shelf, path: string, network: Promise<Response>) {
  const soon = await within(PATIENCE, network);
  if (soon && soon.status < 500) return keeping(shelf, path, soon);
  return (await within(SEARCH, shelf.find(path))) ?? network;
}

/** A file whose name bears its hash is the same wherever it comes from. */
async function shelfFirst(shelf: Shelf, path: string, network: () => Promise<Response>) {
  const kept = await within(SEARCH, shelf.find(path));
  return kept ?? keeping(shelf, path, await network());
}

/** The same response, which is kept if it may be. */
function keeping(shelf: Shelf, path: string, response: Response): Response {
  // Not waited for; and if it can't be kept, nothing is lost.
  shelf.keep(path, response).catch(() => {});
  return response;
}

/** A second try at a file that may be damaged here: what comes takes its place. */
const isRetry = ({ url }: Request): boolean => new URL(url).search !== '';

/** Rejects only if the network does and there is nothing on the shelf. `preloaded`: asked for by the browser already. */
export async function answer(
  request: Request,
  path: string,
  shelf: Shelf,
  preloaded: () => Promise<Response | undefined>,
  get: typeof fetch,
): Promise<Response> {
  const network = async () => (await preloaded().catch(() => undefined)) ?? get(request);
  const response = await (isHashed(path) && !isRetry(request)
    ? shelfFirst(shelf, path, network)
    : networkFirst(shelf, path, network()));
  return needsIsolation(request) ? isolated(response) : response;
}
