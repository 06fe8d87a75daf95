/** What the page asks of the service worker. Each command comes with a port for its one answer. */

export type OfflineCommand =
  /** Which build the worker belongs to. */
  | { type: 'version' }
  /** Keep what the page needs without a network; with `all`, the rarely used large files as well. */
  | { type: 'fill'; all: boolean }
  /** Delete all that is kept and keep nothing more: the page ends this worker. */
  | { type: 'end' };

export type OfflineAnswer =
  | { type: 'version'; version: string }
  | { type: 'filled' }
  | { type: 'ended' }
  /** `reason`: the end of a sentence. */
  | { type: 'failed'; reason: string };

/** A file of the site. */
export interface SiteFile {
  /** Relative to the site, without a slash at its beginning. */
  path: string;
  /** See `hashOf`: a server may still send the old file, or a page that says that there is none. */
  hash: string;
  /** For reloading, training and saving without a network; the others are kept once they have been used. */
  needed: boolean;
}

/** What the build tells the worker. */
export interface SiteBuild {
  version: string;
  files: readonly SiteFile[];
}

/** The beginning of SHA-256 in hexadecimal: enough to tell one file from another, and a short list. */
export async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, 8);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Vite's names carry a hash of the content: what such an address once gave, it gives for ever. */
export const isHashed = (path: string): boolean => /^assets\/[^/]+-[\w-]{8}\.\w+$/.test(path);
