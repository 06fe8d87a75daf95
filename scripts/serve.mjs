/*
 * A static web server for dist/: local, read-only, with the headers that give a page threads and exact
 * timers (cross-origin isolation). Used by `npm start` and by the end-to-end tests.
 */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

import { contentSecurityPolicy } from './policy.mjs';
import { Complaint } from './tools.mjs';

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

/** With these two a page is cross-origin isolated: threads may share memory, and timers are exact. */
const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const commonHeaders = {
  'Cross-Origin-Resource-Policy': 'same-origin',
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
function answerText(response, status, text, headers = {}) {
  response.writeHead(status, {
    ...commonHeaders,
    'Content-Type': `text/plain${utf8}`,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-cache',
    ...headers,
  });
  response.end(text); // Node leaves the body out for HEAD
}

/** Where browsers post what the policy forbade. */
const reportPath = '/policy-report';

/** The body of a request, at most 64 kB of it. @param {Request} request */
async function readBody(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    if (text.length < 65_536) text += chunk;
  }
  return text;
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
class Site {
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

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<void>}
 */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

const portTries = 100;

/**
 * @typedef {object} Served
 * @property {string} url of the page, with a slash at its end
 * @property {number} port
 * @property {() => Promise<void>} close ends the server and its open connections
 */

/**
 * Serves the files under `folder` until `close` is called.
 *
 * @param {object} options
 * @param {string} options.folder
 * @param {string} [options.host] an address to bind to
 * @param {number} [options.port] the first to try; busy ones are passed over; 0: any free one
 * @param {(report: string) => void} [options.onViolation] is given the JSON report of everything that a page or
 *   worker tried and its Content Security Policy forbade
 * @param {boolean} [options.isolated] whether pages are cross-origin isolated; many web servers leave them without
 * @returns {Promise<Served>}
 * @throws {Complaint} where there is nothing to serve, or no port or host to serve it at
 */
export async function serve({
  folder,
  host = '127.0.0.1',
  port: first = 0,
  onViolation,
  isolated = true,
}) {
  const realFolder = await realpath(folder).catch(() => undefined);
  if (!realFolder) throw new Complaint(`${folder} does not exist: run \`npm run build\`.`);
  const site = new Site(realFolder);
  const policy = `${contentSecurityPolicy}${onViolation ? `; report-uri ${reportPath}` : ''}`;
  const headers = { 'Content-Security-Policy': policy, ...(isolated && isolationHeaders) };
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (onViolation && request.method === 'POST' && request.url === reportPath) {
      void readBody(request).then(onViolation);
      response.writeHead(204).end();
      return;
    }
    site.answer(request, response).catch((/** @type {unknown} */ error) => {
      console.error(`${request.method} ${request.url}:`, error);
      if (response.headersSent) response.destroy();
      else answerText(response, 500, 'The server failed; see its console.\n');
    });
  });

  let port = first;
  for (;;) {
    try {
      await listen(server, port, host);
      break;
    } catch (error) {
      const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'EADDRINUSE') {
        throw new Complaint(`The server cannot listen at ${host}, port ${port}: ${message}.`);
      }
      port += 1;
      if (port >= first + portTries || port > 65535) {
        throw new Complaint(`All ports from ${first} to ${port - 1} are busy: name another one.`);
      }
    }
  }

  const address = server.address();
  if (address && typeof address === 'object') port = address.port;
  const shown = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return {
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}/`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
