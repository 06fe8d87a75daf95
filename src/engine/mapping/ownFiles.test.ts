/** Files with our names, as earlier versions read them: the same samples with the same bits, and no mapping in links. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../files/container/memorySource.ts';
import { hdf5Bytes } from '../files/container/hdf5.testing.ts';
import { openContainer } from '../files/container/open.ts';
import { writeNpz } from '../files/npz.ts';
import { openDataFile } from '../files/ownData.ts';
import { smooth } from './listing.testing.ts';
import { openMapped } from './open.ts';

const wide = (...shape: number[]) => ({
  shape,
  data: Float64Array.from(smooth(shape), (value) => 1e9 + value),
});
const plain = (...shape: number[]) => ({ shape, data: smooth(shape) });

const files: Record<string, Uint8Array | Promise<Uint8Array>> = {
  'numbers and fields': writeNpz({ parameters: plain(9, 3), fields: plain(9, 5, 8, 8) }),
  'numbers of 64 bits': writeNpz({ parameters: wide(9, 3), fields: wide(9, 8, 8) }),
  'fields and fields': writeNpz({ inputs: plain(9, 8, 8), outputs: wide(9, 2, 8, 8) }),
  rectangles: writeNpz({ inputs: plain(9, 3, 6, 11), outputs: plain(9, 6, 11) }),
  groups: hdf5Bytes((file) => {
    for (const i of [10, 9, 0]) {
      file.create_group(`sample_${i}`);
      for (const [part, seed] of [
        ['input', i],
        ['output', 50 + i],
      ] as const) {
        file.create_dataset({
          name: `sample_${i}/${part}`,
          data: smooth([2, 8, 8], 2, seed),
          shape: [2, 8, 8],
        });
      }
    }
  }),
};

const folder = new URL('../files/fixtures/', import.meta.url);
for (const name of readdirSync(folder)) {
  if (/\.(h5|hdf5|nc|mat|npz|safetensors)$/.test(name)) {
    files[name] = new Uint8Array(readFileSync(new URL(name, folder)));
  }
}

describe('files with our names', () => {
  it.each(Object.keys(files))('%s', async (name) => {
    const bytes = await files[name];
    const before = await openDataFile(name, bytes).catch((error: Error) => error);
    const container = await openContainer([memorySource(name, bytes.slice())]).catch(
      (error: Error) => error,
    );
    const now =
      container instanceof Error
        ? container
        : await openMapped(container, '').catch((error: Error) => error);
    if (before instanceof Error) {
      // What was refused is refused, or is read by now.
      expect(now instanceof Error ? now.message : 'read').toMatch(/.+/);
      return;
    }
    if (now instanceof Error) throw now;
    const { inputs, outputs, inputKind, fingerprint, mapping, split, scaling } = now.own;
    expect(inputs.shape).toEqual(before.inputs.shape);
    expect(inputs.data).toEqual(before.inputs.data);
    expect(outputs.shape).toEqual(before.outputs.shape);
    expect(outputs.data).toEqual(before.outputs.data);
    expect({ inputKind, fingerprint }).toEqual({
      inputKind: before.inputKind,
      fingerprint: before.fingerprint,
    });
    expect({ mapping, split, scaling }).toEqual({});
  });

  it('lacking a part of a sample are refused with its number', async () => {
    const bytes = await hdf5Bytes((file) => {
      for (const group of ['sample_0', 'sample_1']) file.create_group(group);
      for (const path of ['sample_0/input', 'sample_0/output', 'sample_1/input']) {
        file.create_dataset({ name: path, data: smooth([8, 8]), shape: [8, 8] });
      }
    });
    const container = await openContainer([memorySource('a.h5', bytes)]);
    await expect(openMapped(container, '')).rejects.toThrow(
      'The group sample_1 has an input but no output',
    );
  });
});
