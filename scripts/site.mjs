/*
 * The files of a folder as a web site: read once, compressed once, and only what lies inside the folder.
 */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {'br' | 'gzip' | 'identity'} Encoding */

const utf8 = '; charset=utf-8';
/** @type {Record<string, string>} */
const mimeTypes = {
  '.html': `text/html${utf8}`,
  '.js': `text/javascript${utf8}`,
  '.mjs': `text/javascript${utf8}`,
  '.css': `text/css${utf8}`,
  '.csv': `text/csv${utf8}`,
  '.md': `text/markdown${utf8}`,
  '.txt': `text/plain${utf8}`,
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const compressible = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;
/** Below one network packet compression gains nothing. */
const minCompressedBytes = 1400;

const commonHeaders = {
  // Also isolated pages of other origins may show the page in a frame.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

const gzip = promisify(zlib.gzip);
const brotli = promisify(zlib.brotliCompress);

/**
 * A file in memory. Its compressed forms are made once, at the first request for them.
 *
 * @typedef {object} Entry
 * @property {number} mtimeMs
 * @property {Buffer} bytes
 * @property {string} type
 * @property {string} tag
 * @property {Map<Encoding, Promise<Buffer>>} encoded
 */

/**
 * @param {Entry} entry
 * @param {Encoding} encoding
 */
function encode(entry, encoding) {
  let encoded = entry.encoded.get(encoding);
  if (!encoded) {
    // Brotli's default quality, 11, takes seconds for a megabyte and saves 10 % over 5.
    const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 };
    if (encoding === 'br') encoded = brotli(entry.bytes, { params });
    else if (encoding === 'gzip') encoded = gzip(entry.bytes);
    else encoded = Promise.resolve(entry.bytes);
    entry.encoded.set(encoding, encoded);
  }
  return encoded;
}

/**
 * The best encoding that the client takes (`Accept-Encoding: gzip, br;q=0` takes gzip only).
 *
 * @param {string} accepted
 * @returns {Encoding}
 */
function chooseEncoding(accepted) {
  const taken = accepted
    .split(',')
    .map((item) => item.trim().split(/\s*;\s*q=/))
    .filter(([, quality]) => quality === undefined || Number(quality) > 0)
    .map(([name]) => name);
  if (taken.includes('br')) return 'br';
  return taken.includes('gzip') ? 'gzip' : 'identity';
}

/** Vite's names carry a hash of the content. @param {string} urlPath */
function isHashed(urlPath) {
  return /^\/assets\/[^/]+-[\w-]{8}\.\w+$/.test(urlPath);
}

/**
 * @param {Response} response
 * @param {number} status
 * @param {string} text
 * @param {Record<string, string>} [headers]
 */
export function answerText(response, status, text, headers = {}) {
  response.writeHead(status, {
    ...commonHeaders,
    'Content-Type': `text/plain${utf8}`,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-cache',
    ...headers,
  });
  response.end(text); // Node leaves the body out for HEAD
}

/** The path inside the site, or undefined where it cannot be one. @param {string} url */
function decodePath(url) {
  try {
    const decoded = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    return decoded.startsWith('/') && !decoded.includes('\0') ? decoded : undefined;
  } catch {
    return undefined;
  }
}

/** A request handler for the files under `folder`, an absolute path without symbolic links. */
export class Site {
  /** @type {Map<string, Entry>} */
  #cache = new Map();
  #folder;

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * @param {Request} request
   * @param {Response} response
   */
  async answer(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answerText(response, 405, 'Only GET and HEAD are supported.\n', { Allow: 'GET, HEAD' });
      return;
    }
    const urlPath = decodePath(request.url ?? '/');
    if (urlPath === undefined) {
      answerText(response, 400, 'This address cannot be read.\n');
      return;
    }
    if (urlPath.split(/[/\\]/).includes('..')) {
      answerText(response, 403, 'This address leads out of the site.\n');
      return;
    }
    const entry = await this.#load(urlPath.endsWith('/') ? `${urlPath}index.html` : urlPath);
    if (entry) await this.#send(entry, isHashed(urlPath), request, response);
    else answerText(response, 404, `There is no ${urlPath} here. The page is at /\n`);
  }

  /**
   * @param {string} urlPath
   * @returns {Promise<Entry | undefined>} undefined where there is no such file inside the folder
   */
  async #load(urlPath) {
    const wanted = path.join(this.#folder, urlPath);
    const file = await realpath(wanted).catch(() => undefined); // also resolves symbolic links
    if (!file?.startsWith(this.#folder + path.sep)) return undefined;
    const { mtimeMs, size } = await stat(file);
    const known = this.#cache.get(file);
    if (known && known.mtimeMs === mtimeMs && known.bytes.length === size) return known;
    const bytes = await readFile(file).catch(() => undefined); // a folder cannot be read
    if (!bytes) return undefined;
    const type = mimeTypes[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
    // Weak, because it names all encodings of the file alike.
    const entry = { mtimeMs, bytes, type, tag: `W/"${hash}"`, encoded: new Map() };
    this.#cache.set(file, entry);
    return entry;
  }

  /**
   * @param {Entry} entry
   * @param {boolean} hashed
   * @param {Request} request
   * @param {Response} response
   */
  async #send(entry, hashed, request, response) {
    const canCompress = compressible.test(entry.type) && entry.bytes.length >= minCompressedBytes;
    const headers = {
      ...commonHeaders,
      'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: entry.tag,
      ...(canCompress && { Vary: 'Accept-Encoding' }),
    };
    if (request.headers['if-none-match']?.includes(entry.tag)) {
      response.writeHead(304, headers).end();
      return;
    }
    const accepted = request.headers['accept-encoding'] ?? '';
    const encoding = canCompress ? chooseEncoding(accepted) : 'identity';
    const body = await encode(entry, encoding);
    response.writeHead(200, {
      ...headers,
      'Content-Type': entry.type,
      'Content-Length': body.length,
      ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
    });
    response.end(body);
  }
}
