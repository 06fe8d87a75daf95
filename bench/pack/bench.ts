/** The program of a pack, which `run.sh` starts: measures all parts, or serves as the process of one of them. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { messageOf } from '../contestants/protocol.ts';
import { parseRunArguments } from './arguments.ts';
import { MANIFEST, manifestFact, readManifest } from './manifest.ts';
import { servePart, serveProbe } from './part.ts';
import { packParts } from './parts.ts';
import { Run } from './run.ts';

const folder = import.meta.dirname;
const PART = '--part';
const PROBE = '--probe';

/** Unpacks Dawn into a new folder, as bench/dawn.ts expects it, and returns the folder. */
function unpackDawn(): string {
  const packed = path.join(folder, 'dawn');
  const unpacked = mkdtempSync(path.join(tmpdir(), 'dawn-'));
  const binary = path.join('dist', 'linux-x64', 'dawn.node');
  mkdirSync(path.join(unpacked, path.dirname(binary)), { recursive: true });
  for (const file of ['index.js', 'package.json']) {
    copyFileSync(path.join(packed, file), path.join(unpacked, file));
  }
  const bytes = gunzipSync(readFileSync(path.join(packed, 'dawn.node.gz')));
  writeFileSync(path.join(unpacked, binary), bytes);
  return unpacked;
}

async function measureAll(words: readonly string[]): Promise<void> {
  const names = packParts.map(({ name }) => name);
  const asked = parseRunArguments(words, names);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stopping.abort());
  }
  const dawn = unpackDawn();
  process.env.SLIMWAVE_DAWN = dawn;
  try {
    const programs = {
      part: (name: string, softMs: number) => [import.meta.filename, PART, name, String(softMs)],
      probe: [import.meta.filename, PROBE],
    };
    const fact = manifestFact(readManifest(path.join(folder, MANIFEST)));
    const file = await new Run(asked, { folder, fact, programs }, stopping.signal).measure();
    console.log(`The report is ${file}.\nIn the project: npm run bench -- unpack FILE`);
    if (stopping.signal.aborted) process.exitCode = 130;
  } finally {
    rmSync(dawn, { recursive: true, force: true });
  }
}

async function main([word, ...rest]: readonly string[]): Promise<void> {
  if (word === PROBE) return serveProbe();
  if (word === PART) {
    const part = packParts.find(({ name }) => name === rest[0]);
    if (part) return servePart(part, Number(rest[1]));
  }
  return measureAll(process.argv.slice(2));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 2;
});
