/** What the page asks of the service worker. Each command comes with a port for its one answer. */

export type OfflineCommand =
  /** Which build the worker belongs to. */
  | { type: 'version' }
  /** Keep what the page needs without a network; with `all`, the rarely used large files as well. */
  | { type: 'fill'; all: boolean };

export type OfflineAnswer =
  | { type: 'version'; version: string }
  | { type: 'filled' }
  /** `reason`: the end of a sentence. */
  | { type: 'failed'; reason: string };

/** A file of the site. */
export interface SiteFile {
  /** Relative to the site, without a slash at its beginning. */
  path: string;
  /** SHA-256 in hexadecimal, for files whose names do not bear a hash: a server may still send the old ones. */
  hash?: string;
  /** For reloading, training and saving without a network; the others are kept once they have been used. */
  needed: boolean;
}

/** What the build tells the worker. */
export interface SiteBuild {
  version: string;
  files: readonly SiteFile[];
}

/** Vite's names carry a hash of the content: what such an address once gave, it gives for ever. */
export const isHashed = (path: string): boolean => /^assets\/[^/]+-[\w-]{8}\.\w+$/.test(path);
