/**
 * What is kept for use without a network, in the caches of this scope: files with a hash in their names once for all
 * versions, the others by version. A page that is open keeps finding the files of its version while newer ones come.
 */
import { isHashed, type SiteBuild, type SiteFile } from './protocol.ts';

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

const hexOf = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

export class Shelf {
  private filling?: Promise<void>;
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
  }

  /** What is kept of a file: of this version if it is complete, otherwise of the newest that is. */
  async find(path: string): Promise<Response | undefined> {
    if (isHashed(path)) return (await this.kept())?.match(this.scope + path);
    for (const name of await this.complete()) {
      const found = await (await this.storage.open(name)).match(this.scope + path);
      if (found) return found;
    }
    return undefined;
  }

  /** Keeps a file that has been used, if its name bears a hash; not before the first filling, nor after the end. */
  async keep(path: string, response: Response): Promise<void> {
    if (!isHashed(path) || response.status !== 200 || response.type !== 'basic') return;
    const copy = response.clone();
    await (await this.kept())?.put(this.scope + path, copy);
  }

  /** Loads what is not here yet; the version counts from the moment in which all that is needed is here. */
  async fill(all: boolean): Promise<void> {
    await this.filling?.catch(() => {});
    this.filling = this.load(all);
    await this.filling;
  }

  private async load(all: boolean): Promise<void> {
    const { version, files } = this.build;
    const assets = await this.assets();
    const wanted = files.filter(({ path, needed }) => isHashed(path) && (needed || all));
    await this.each(wanted, async ({ path }) => {
      if (await assets.match(this.scope + path)) return;
      await assets.put(this.scope + path, await this.fetch(path, 'default'));
    });
    const name = this.nameOf(version);
    const own = await this.storage.open(name);
    if (await own.match(this.scope + LABEL)) return;
    await this.each(
      files.filter(({ path }) => !isHashed(path)),
      async (file) => own.put(this.scope + file.path, await this.fetchExactly(file)),
    );
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

  private async fetch(path: string, cache: RequestCache): Promise<Response> {
    const response = await this.get(this.scope + path, { cache });
    if (!response.ok) throw new Error(`the server answered ${response.status} for ${path}`);
    return response;
  }

  /** A page of another version would ask for files that are not here. */
  private async fetchExactly({ path, hash }: SiteFile): Promise<Response> {
    const response = await this.fetch(path, 'no-cache');
    const bytes = await response.clone().arrayBuffer();
    if (hash !== undefined && hexOf(await crypto.subtle.digest('SHA-256', bytes)) !== hash) {
      throw new Error(`the server sent ${path} of another version`);
    }
    return response;
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
