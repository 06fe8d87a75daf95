import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DataFileError } from './arrays.ts';
import { memorySource } from './container/memorySource.ts';
import { crc32 } from './crc32.ts';
import { readNpz } from './npz.ts';
import { readDirectory } from './zipDirectory.ts';
import { unpackEntry } from './zipEntry.ts';

const text = (value: string) => new TextEncoder().encode(value);

/** What an entry unpacks to. */
async function unpacked(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const source = memorySource('a.npz', bytes);
  const entry = (await readDirectory(source)).find((candidate) => candidate.name === name)!;
  const pieces: number[] = [];
  await unpackEntry(source, entry, 'The array a', (piece) => void pieces.push(...piece));
  return Uint8Array.from(pieces);
}

/** With one field of the directory's entry number `index` changed. */
function withField(bytes: Uint8Array, index: number, field: number, value: number, size: 2 | 4) {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  let at = view.getUint32(copy.length - 6, true);
  for (let i = 0; i < index; i++) {
    at += 46 + [28, 30, 32].reduce((sum, part) => sum + view.getUint16(at + part, true), 0);
  }
  if (size === 2) view.setUint16(at + field, value, true);
  else view.setUint32(at + field, value, true);
  return copy;
}

/** The same archive as programs write it for large files: sizes and offsets of 64 bits. */
function as64(bytes: Uint8Array, name: string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = bytes.length - 22;
  const directory = view.getUint32(end + 16, true);
  const wideEntry = new Uint8Array(46 + name.length + 28);
  wideEntry.set(bytes.subarray(directory, directory + 46 + name.length));
  const entry = new DataView(wideEntry.buffer);
  const [packed, size, offset] = [20, 24, 42].map((field) => entry.getUint32(field, true));
  for (const field of [20, 24, 42]) entry.setUint32(field, 0xffffffff, true);
  entry.setUint16(30, 28, true);
  const extra = 46 + name.length;
  entry.setUint16(extra, 1, true);
  entry.setUint16(extra + 2, 24, true);
  [size, packed, offset].forEach((value, i) =>
    entry.setBigUint64(extra + 4 + 8 * i, BigInt(value), true),
  );
  const record = new DataView(new ArrayBuffer(56 + 20 + 22));
  record.setUint32(0, 0x06064b50, true);
  record.setBigUint64(4, 44n, true);
  record.setBigUint64(24, 1n, true);
  record.setBigUint64(32, 1n, true);
  record.setBigUint64(40, BigInt(wideEntry.length), true);
  record.setBigUint64(48, BigInt(directory), true);
  record.setUint32(56, 0x07064b50, true);
  record.setBigUint64(64, BigInt(directory + wideEntry.length), true);
  record.setUint32(72, 1, true);
  record.setUint32(76, 0x06054b50, true);
  for (const field of [8, 10]) record.setUint16(76 + field, 0xffff, true);
  for (const field of [12, 16]) record.setUint32(76 + field, 0xffffffff, true);
  return Uint8Array.of(
    ...bytes.subarray(0, directory),
    ...wideEntry,
    ...new Uint8Array(record.buffer),
  );
}

describe('crc32', () => {
  it('is that of the standard, in one piece or in two', () => {
    // The check value of CRC-32/ISO-HDLC.
    expect(crc32(text('123456789'))).toBe(0xcbf43926);
    expect(crc32(text('6789'), crc32(text('12345')))).toBe(0xcbf43926);
  });
});

describe('readDirectory and unpackEntry', () => {
  const content = text('some content, some content, some content');

  it.each([0, 6] as const)('read an archive of level %i', async (level) => {
    const bytes = zipSync({ 'a.npy': content, 'dir/é.npy': text('x') }, { level });
    expect((await readDirectory(memorySource('a.npz', bytes))).map(({ name }) => name)).toEqual([
      'a.npy',
      'dir/é.npy',
    ]);
    expect(await unpacked(bytes, 'a.npy')).toEqual(content);
    expect(await unpacked(bytes, 'dir/é.npy')).toEqual(text('x'));
  });

  it('read sizes of 64 bits, a comment, and an archive behind other bytes', async () => {
    const bytes = zipSync({ 'a.npy': content }, { level: 6 });
    expect(await unpacked(as64(bytes, 'a.npy'), 'a.npy')).toEqual(content);
    const commented = Uint8Array.of(...bytes, ...text('a comment'));
    commented[bytes.length - 2] = 9;
    expect(await unpacked(commented, 'a.npy')).toEqual(content);
    expect(await unpacked(Uint8Array.of(...text('#!/bin/sh'), ...bytes), 'a.npy')).toEqual(content);
  });

  it.each([0, 6] as const)('refuse one flipped bit, level %i', async (level) => {
    const bytes = zipSync({ 'a.npy': content }, { level });
    for (let bit = 0; bit < 8; bit++) {
      const flipped = bytes.slice();
      flipped[30 + 5 + 12] ^= 1 << bit;
      await expect(unpacked(flipped, 'a.npy')).rejects.toThrow(DataFileError);
    }
    const other = withField(bytes, 0, 16, 7, 4);
    await expect(unpacked(other, 'a.npy')).rejects.toThrow('does not agree with its checksum');
  });

  it('refuse entries that share bytes, whatever their names', async () => {
    const bytes = zipSync({ 'a.npy': content, 'b.npy': content }, { level: 0 });
    // Entry b at the place of entry a.
    const same = withField(bytes, 1, 42, 0, 4);
    await expect(readDirectory(memorySource('a.npz', same))).rejects.toThrow('overlap');
    // Entry a reaches into entry b.
    const long = withField(bytes, 0, 20, content.length + 20, 4);
    await expect(readDirectory(memorySource('a.npz', long))).rejects.toThrow(
      'the entries a.npy and b.npy overlap',
    );
  });

  it('refuse what is encrypted, packed otherwise, or of another length than it says', async () => {
    const bytes = zipSync({ 'a.npy': content }, { level: 6 });
    await expect(unpacked(withField(bytes, 0, 8, 1, 2), 'a.npy')).rejects.toThrow('is encrypted');
    await expect(unpacked(withField(bytes, 0, 10, 93, 2), 'a.npy')).rejects.toThrow(
      'Zstandard, number 93',
    );
    for (const size of [content.length - 1, content.length + 1, 0xfffffff]) {
      await expect(unpacked(withField(bytes, 0, 24, size, 4), 'a.npy')).rejects.toThrow(
        'cannot be unpacked',
      );
    }
    // It says that the size stands in an extra field, and there is none.
    const without = withField(bytes, 0, 24, 0xffffffff, 4);
    await expect(readDirectory(memorySource('a.npz', without))).rejects.toThrow(
      'cut off or damaged',
    );
    // No array of 4 GB is in so few bytes.
    await expect(readNpz(withField(bytes, 0, 24, 0xfffffff0, 4))).rejects.toThrow(
      'a cannot be unpacked',
    );
  });

  it('parse the directory once: its entries are looked at as often as there are', async () => {
    const count = 3000;
    const many = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`${i}.npy`, text(String(i))]),
    );
    const bytes = zipSync(many, { level: 0 });
    const entries = await readDirectory(memorySource('a.npz', bytes));
    let pieces = 0;
    const source = memorySource('a.npz', bytes);
    for (const entry of entries) {
      await unpackEntry(source, entry, 'The array', () => void (pieces += 1));
    }
    expect([entries.length, pieces]).toEqual([count, count]);
  });
});
