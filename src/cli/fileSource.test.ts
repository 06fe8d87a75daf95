import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openContainer } from '../engine/files/container/open.ts';
import { writeNpy } from '../engine/files/npy.ts';
import { fileSource } from './fileSource.ts';

it('reads a file on the disk, and refuses it once it has changed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'slimwave-'));
  try {
    const path = join(folder, 'a.npy');
    writeFileSync(path, writeNpy('a', { shape: [3], data: Float32Array.of(1, 2, 3) }));
    const container = await openContainer([fileSource(path)]);
    expect([...(await container.read('a')).data]).toEqual([1, 2, 3]);
    appendFileSync(path, 'more');
    await expect(container.read('a')).rejects.toThrow('a.npy has changed since it was opened');
    container.close();
    container.close();
    expect(() => fileSource(join(folder, 'none.npy'))).toThrow('ENOENT');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
