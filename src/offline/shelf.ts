/**
 * What is kept for use without a network, in the caches of this scope: files with a hash in their names once for all
 * versions, the others by version. A page that is open keeps finding the files of its version while newer ones come.
 */
import { unpackedHeaders } from './isolation.ts';
import { hashOf, isHashed, type SiteBuild, type SiteFile } from './protocol.ts';

/** Versions whose files are kept: an open page may be so many behind, less one. */
const VERSIONS = 3;
/** Files that are loaded side by side. */
const ABREAST = 4;
/** In the cache of a version that is complete: its time and the names of its files. */
const LABEL = 'complete.json';

interface Label {
  time: number;
  paths: string[];
}

/** What is kept of a response: not that it was redirected, which a page must not be, nor what it varies by. */
function copyOf(response: Response, bytes: ArrayBuffer): Response {
  const headers = unpackedHeaders(response);
  headers.delete('Vary');
  return new Response(bytes, { status: response.status, headers });
}

export class Shelf {
  /** Fillings and ends come one after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private stop = new AbortController();
  private readonly hashes: ReadonlyMap<string, string>;
  private readonly prefix: string;

  /** `scope`: the address of the site, with a slash at its end. `now` in ms. */
  constructor(
    private readonly scope: string,
    private readonly build: SiteBuild,
    private readonly storage: CacheStorage,
    private readonly get: typeof fetch,
    private readonly now: () => number,
  ) {
    this.prefix = `slimwave ${new URL(scope).pathname}`;
    this.hashes = new Map(build.files.map(({ path, hash }) => [path, hash]));
  }

  /** What is kept of a file: of this version if it is complete, otherwise of the newest that is. */
  async find(path: string): Promise<Response | undefined> {
    if (this.ended) return undefined;
    if (isHashed(path)) return (await this.kept())?.match(this.scope + path);
    for (const name of await this.complete()) {
      const found = await (await this.storage.open(name)).match(this.scope + path);
      if (found) return found;
    }
    return undefined;
  }

  /**
   * Keeps a file that has been used, if its name bears a hash and it is what the name says; not before the first
   * filling, nor after the end.
   */
  async keep(path: string, response: Response): Promise<void> {
    if (!isHashed(path) || response.status !== 200 || response.type !== 'basic') return;
    // Of files of other versions the hash is not known; but a page in their place says that they are not there.
    if (response.redirected || /html/.test(response.headers.get('Content-Type') ?? '')) return;
    const copy = response.clone();
    const cache = await this.kept();
    if (!cache) return;
    const bytes = await copy.arrayBuffer();
    if (await this.isRight(path, bytes)) await cache.put(this.scope + path, copyOf(copy, bytes));
  }

  /** Loads what is not here yet; the version counts from the moment in which all that is needed is here. */
  async fill(all: boolean): Promise<void> {
    if (this.ended) this.stop = new AbortController();
    const { signal } = this.stop;
    await this.next(() => this.load(all, signal));
  }

  /** Deletes everything, and keeps nothing until it is filled again: a filling in progress fails. */
  async end(): Promise<void> {
    this.stop.abort(new Error('it was switched off'));
    await this.next(async () => {
      for (const name of await this.names()) await this.storage.delete(name);
    });
  }

  private get ended(): boolean {
    return this.stop.signal.aborted;
  }

  private next(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  private async load(all: boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { version, files } = this.build;
    const assets = await this.assets();
    const own = await this.storage.open(this.nameOf(version));
    const complete = (await own.match(this.scope + LABEL)) !== undefined;
    const wanted = files.filter(({ path, needed }) => isHashed(path) && (needed || all));
    await this.each(wanted, async ({ path }) => {
      const here = await assets.match(this.scope + path);
      // What other versions have kept is looked at once.
      if (here && (complete || (await this.isRight(path, await here.arrayBuffer())))) return;
      await assets.put(this.scope + path, await this.fetch(path, signal, 'default'));
    });
    if (complete) return;
    await this.each(
      files.filter(({ path }) => !isHashed(path)),
      async ({ path }) => own.put(this.scope + path, await this.fetch(path, signal, 'no-cache')),
    );
    signal.throwIfAborted();
    const label: Label = { time: this.now(), paths: files.map(({ path }) => path) };
    await own.put(this.scope + LABEL, new Response(JSON.stringify(label)));
    await this.prune();
  }

  private async each(files: readonly SiteFile[], work: (file: SiteFile) => Promise<void>) {
    const left = [...files];
    const line = async () => {
      for (let file = left.shift(); file; file = left.shift()) await work(file);
    };
    await Promise.all(Array.from({ length: ABREAST }, line));
  }

  /** A page of another version would ask for files that are not here, and a damaged file would stay for ever. */
  private async fetch(path: string, signal: AbortSignal, cache: RequestCache): Promise<Response> {
    const response = await this.get(this.scope + path, { cache, signal });
    if (!response.ok) throw new Error(`the server answered ${response.status} for ${path}`);
    const bytes = await response.arrayBuffer();
    signal.throwIfAborted();
    if (await this.isRight(path, bytes)) return copyOf(response, bytes);
    // What the browser has stored may be what is wrong.
    if (cache === 'default') return this.fetch(path, signal, 'reload');
    throw new Error(`the server sent another ${path} than that of this version`);
  }

  /** Whether a file is that of this version; true if this version does not know it. */
  private async isRight(path: string, bytes: ArrayBuffer): Promise<boolean> {
    const hash = this.hashes.get(path);
    return hash === undefined || hash === (await hashOf(bytes));
  }

  /** Deletes the versions before the last few, and the files that no version here has. */
  private async prune(): Promise<void> {
    const complete = await this.complete();
    const kept = complete.slice(0, VERSIONS);
    for (const name of await this.names()) {
      if (name !== this.assetsName && !kept.includes(name)) await this.storage.delete(name);
    }
    const labels = await Promise.all(kept.map((name) => this.labelOf(name)));
    const paths = new Set(labels.flatMap((label) => label?.paths ?? []));
    const assets = await this.assets();
    for (const request of await assets.keys()) {
      if (!paths.has(request.url.slice(this.scope.length))) await assets.delete(request);
    }
  }

  /** Names of the caches of complete versions: this one first, then from new to old. */
  private async complete(): Promise<string[]> {
    const names = (await this.names()).filter((name) => name !== this.assetsName);
    const labelled = await Promise.all(
      names.map(async (name) => ({ name, time: (await this.labelOf(name))?.time })),
    );
    const own = this.nameOf(this.build.version);
    const rank = ({ name, time = 0 }: (typeof labelled)[number]) =>
      name === own ? Infinity : time;
    return labelled
      .filter(({ time }) => time !== undefined)
      .toSorted((one, other) => (rank(other) > rank(one) ? 1 : -1))
      .map(({ name }) => name);
  }

  private async labelOf(name: string): Promise<Label | undefined> {
    const label = await (await this.storage.open(name)).match(this.scope + LABEL);
    return label && ((await label.json()) as Label);
  }

  private async names(): Promise<string[]> {
    return (await this.storage.keys()).filter((name) => name.startsWith(`${this.prefix} `));
  }

  /** The cache of the hashed files, if there is one: a page that ends this worker has deleted it. */
  private async kept(): Promise<Cache | undefined> {
    return (await this.storage.has(this.assetsName)) ? this.assets() : undefined;
  }

  private assets(): Promise<Cache> {
    return this.storage.open(this.assetsName);
  }

  private get assetsName(): string {
    return `${this.prefix} assets`;
  }

  private nameOf(version: string): string {
    return `${this.prefix} pages ${version}`;
  }
}
