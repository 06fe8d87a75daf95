/*
 * A static web server for dist/: local, read-only, with the headers that give a page threads and exact
 * timers (cross-origin isolation). Used by `npm start` and by the end-to-end tests.
 *
 * It stays beside Vite's preview server, which sends WebAssembly uncompressed (tfjs's is 311 kB, here 106 kB), lets
 * nothing be cached, compresses every answer anew and knows no Brotli: a class on one computer would notice. And it
 * answers a script that is missing with the page and status 200, which hides that it is missing.
 */
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:http';

import { contentSecurityPolicy } from './policy.mjs';
import { answerText, Site } from './site.mjs';
import { Complaint } from './tools.mjs';

/** With these two a page is cross-origin isolated: threads may share memory, and timers are exact. */
const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
/** Where browsers post what the policy forbade. */
const reportPath = '/policy-report';

/** The body of a request, at most 64 kB of it. @param {import('node:http').IncomingMessage} request */
async function readBody(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    if (text.length < 65_536) text += chunk;
  }
  return text;
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
 * @typedef {{ url: string, status: number, bytes: number }} Answer without the bytes of the headers
 *
 * @param {object} options
 * @param {string} options.folder
 * @param {string} [options.host] an address to bind to
 * @param {number} [options.port] the first to try; busy ones are passed over; 0: any free one
 * @param {(report: string) => void} [options.onViolation] is given the JSON report of everything that a page or
 *   worker tried and its Content Security Policy forbade
 * @param {(answer: Answer) => void} [options.onAnswer] is given every answer that has been sent
 * @param {boolean} [options.isolated] whether pages are cross-origin isolated; many web servers leave them without
 * @returns {Promise<Served>}
 * @throws {Complaint} where there is nothing to serve, or no port or host to serve it at
 */
export async function serve({
  folder,
  host = '127.0.0.1',
  port: first = 0,
  onViolation,
  onAnswer,
  isolated = true,
}) {
  const realFolder = await realpath(folder).catch(() => undefined);
  if (!realFolder) throw new Complaint(`${folder} does not exist: run \`npm run build\`.`);
  const site = new Site(realFolder);
  const policy = `${contentSecurityPolicy}${onViolation ? `; report-uri ${reportPath}` : ''}`;
  const headers = { 'Content-Security-Policy': policy, ...(isolated && isolationHeaders) };
  const server = createServer((request, response) => {
    response.on('finish', () => {
      const bytes = Number(response.getHeader('Content-Length') ?? 0);
      onAnswer?.({ url: request.url ?? '', status: response.statusCode, bytes });
    });
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
