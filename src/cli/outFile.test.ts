import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openOutFile } from './outFile.ts';
import { UsageError } from './usageError.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'slimwave-out-'));
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(at(name));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the file of a result', () => {
  it('stays as it was until there is something to write, and is written whole', () => {
    writeFileSync(at('a.json'), 'of yesterday');
    const out = openOutFile('--out', at('a.json'))!;
    expect(readFileSync(at('a.json'), 'utf8')).toBe('of yesterday');
    out.keep('longer than the result');
    expect(readFileSync(at('a.json'), 'utf8')).toBe('longer than the result');
    out.write('result');
    expect(readFileSync(at('a.json'), 'utf8')).toBe('result');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('is not there if nothing is written', () => {
    const out = openOutFile('--out', at('new.json'))!;
    expect(readdirSync(folder)).toEqual([]);
    out.write('result');
    expect(readFileSync(at('new.json'), 'utf8')).toBe('result');
  });

  it('is the one that a link leads to, and the link stays', () => {
    symlinkSync(at('target.json'), at('link.json'));
    openOutFile('--out', at('link.json'))!.write('result');
    expect(lstatSync(at('link.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('target.json'), 'utf8')).toBe('result');
  });

  it('may be a pipe, which gets the result alone', async () => {
    await once(spawn('mkfifo', [at('pipe')]), 'close');
    const reader = spawn('cat', [at('pipe')]);
    const out = openOutFile('--out', at('pipe'))!;
    out.keep('not yet');
    out.write('result');
    const chunks: Buffer[] = [];
    for await (const chunk of reader.stdout) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('result');
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
  });

  it('that can’t be written is told with its option', () => {
    expect(() => openOutFile('--mesh', at('no/where'))).toThrow(UsageError);
    expect(() => openOutFile('--mesh', folder)).toThrow(/^--mesh .*EISDIR/);
    expect(openOutFile('--mesh', undefined)).toBeUndefined();
  });
});
