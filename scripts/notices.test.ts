import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { readNotice, writeNotices } from './notices.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'slimwave-notices-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function pack(license: string, files: Record<string, string>) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'waves', version: '1.2.3', license }),
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return readNotice(folder);
}

test('the licence file of a package is passed on', () => {
  const notice = pack('MIT', { 'LICENSE.md': 'Copyright Ada\nPermission …', 'README.md': '' });
  expect(notice.text).toBe('Copyright Ada\nPermission …');
  expect(writeNotices([notice])).toContain('waves 1.2.3 (MIT)\n\nCopyright Ada');
});

test('without one, the section of its readme is', () => {
  const readme =
    'Waves\n=====\n\nLICENSE (MIT)\n-------------\n\nCopyright 2019 Ada.\n\nPermission …\n';
  expect(pack('MIT', { 'README.md': readme }).text).toBe('Copyright 2019 Ada.\n\nPermission …');
});

test('a package that only names Apache-2.0 is told where its text is', () => {
  const all = writeNotices([pack('Apache-2.0', {})]);
  expect(all).toContain('The text is at the end of this file.');
  expect(all).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
});

test('a package whose text is missing stops the build', () => {
  expect(() => pack('MIT', { 'README.md': 'No word of it.' })).toThrow('no licence text');
});
