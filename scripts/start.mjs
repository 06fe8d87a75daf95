// `npm start`: from a fresh clone to the page in the browser: installs what is missing, builds, serves.
import './node-version.mjs';
import path from 'node:path';

import { serve } from './serve.mjs';
import { Complaint, installMissing, root, runMain, runTool } from './tools.mjs';

const usage = `Usage: npm start [-- OPTIONS]

  --port N         the port to serve at, or the next free one; default: $PORT, or 4173
  --host [ADDRESS] serve other machines too; ADDRESS defaults to 0.0.0.0
  --help           this text`;

/** @param {string | undefined} text */
function parsePort(text) {
  const port = Number(text);
  if (text && /^\d+$/.test(text) && port <= 65535) return port;
  throw new Complaint(`A port is a whole number from 0 to 65535, not "${text ?? ''}".`, 2);
}

/** @param {string[]} args */
function parseArguments(args) {
  /** @type {{ port?: number, host?: string }} */
  const options = {};
  // Both `--port 80` and `--port=80`.
  const words = args.flatMap((word) => (word.startsWith('--') ? word.split(/=(.*)/s, 2) : [word]));
  while (words.length > 0) {
    const word = words.shift();
    if (word === '--port') options.port = parsePort(words.shift());
    else if (word === '--host') {
      options.host = words[0] && !words[0].startsWith('-') ? words.shift() : '0.0.0.0';
    } else throw new Complaint(`"${word}" is not an option of npm start.\n\n${usage}`, 2);
  }
  const port = options.port ?? (process.env.PORT ? parsePort(process.env.PORT) : 4173);
  return { port, host: options.host ?? '127.0.0.1' };
}

async function main() {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(usage);
    return;
  }
  const { port, host } = parseArguments(args);
  installMissing();
  console.log('Building the page …');
  if (!runTool('vite', ['build', '--logLevel', 'warn'])) {
    throw new Complaint('The build failed; see Vite’s message above.');
  }
  const served = await serve({ folder: path.join(root, 'dist'), host, port });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void served.close().then(() => process.exit(0)));
  }
  if (port !== 0 && served.port !== port) {
    console.log(`Port ${port} is busy: using ${served.port}.`);
  }
  if (!host.startsWith('127.') && host !== 'localhost') {
    console.log(
      'Other machines see the page without WebGPU and threads, which browsers keep for https and localhost.',
    );
  }
  console.log('Press Ctrl-C to stop. The page is at');
  console.log(served.url);
}

await runMain(main);
