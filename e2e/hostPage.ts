/** A plain web server of the files of docs/examples: pages that have Slimwave in a frame, from another origin. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const FOLDER = path.join(import.meta.dirname, '../docs/examples');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
};
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export async function serveHost(isolated: boolean) {
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url!, 'http://host/').pathname);
    readFile(path.join(FOLDER, name)).then(
      (body) =>
        response
          .writeHead(200, {
            'Content-Type': types[path.extname(name)],
            ...(isolated && isolation),
          })
          .end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
