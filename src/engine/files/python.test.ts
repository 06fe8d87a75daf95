/**
 * Against the readers and writers of others, where this machine has them: NumPy for .npz, h5py for HDF5 and, for
 * safetensors, ten lines of Python after the format's description (its reference reader is seldom installed).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHdf5 } from './hdf5.ts';
import { readNpz, writeNpz } from './npz.ts';
import { writeSafetensors } from './safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'slimwave-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program in the folder with `file` as its argument and returns what it prints. */
const python = (program: string, file = '') =>
  execFileSync('python3', ['-c', program, file], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

function has(module: string): boolean {
  try {
    python(`import ${module}`);
    return true;
  } catch {
    return false;
  }
}

const [python3, numpy, h5py] = ['json', 'numpy', 'h5py'].map(has);

describe.skipIf(!numpy)('NumPy (skipped where it is not installed)', () => {
  it('reads what writeNpz writes', () => {
    const data = Float32Array.from({ length: 24 }, (_, i) => Math.cos(i));
    const arrays = {
      'fields/µ': { shape: [2, 3, 4], data },
      wide: { shape: [3], data: Float64Array.of(0.1, -1e300, 5e-324) },
      whole: { shape: [1, 2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
      scalar: { shape: [], data: Float32Array.of(7) },
      none: { shape: [0, 4], data: new Float32Array(0) },
    };
    for (const level of [0, 6] as const) {
      writeFileSync(join(folder, 'ours.npz'), writeNpz(arrays, { level }));
      const printed = python(
        `import numpy, json, sys
f = numpy.load(sys.argv[1])
print(json.dumps({k: [a.dtype.str, a.shape, a.ravel().astype('f8').tolist()] for k, a in f.items()}))`,
        'ours.npz',
      );
      expect(JSON.parse(printed)).toEqual({
        'fields/µ': ['<f4', [2, 3, 4], [...data]],
        wide: ['<f8', [3], [0.1, -1e300, 5e-324]],
        whole: ['<i4', [1, 2], [-(2 ** 31), 2 ** 31 - 1]],
        scalar: ['<f4', [], [7]],
        none: ['<f4', [0, 4], []],
      });
    }
  });

  it.each(['savez', 'savez_compressed'])('writes with %s what readNpz reads', async (save) => {
    const types = ['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8'];
    python(
      `import numpy, sys
a = numpy.arange(24).reshape(2, 3, 4)
arrays = {o + t + c: numpy.array(a, dtype=o + t, order=c) for o in '<>' for t in '${types.join(' ')}'.split() for c in 'CF'}
numpy.${save}(sys.argv[1], truth=a % 2 == 1, **{k.replace('<', 'l').replace('>', 'b'): v for k, v in arrays.items()})`,
      `${save}.npz`,
    );
    const found = await readNpz(readFileSync(join(folder, `${save}.npz`)));
    expect(found.size).toBe(4 * types.length + 1);
    for (const [name, { shape, data }] of found) {
      expect(shape).toEqual([2, 3, 4]);
      expect([...data], name).toEqual(
        Array.from({ length: 24 }, (_, i) => (name === 'truth' ? i % 2 : i)),
      );
    }
  });
});

describe.skipIf(!numpy || !h5py)('h5py (skipped where it is not installed)', () => {
  it('writes what readHdf5 reads', async () => {
    python(
      `import numpy, h5py, sys
with h5py.File(sys.argv[1], 'w') as f:
    a = numpy.arange(24).reshape(2, 3, 4)
    for t in 'f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8'.split():
        f['little/' + t] = a.astype('<' + t)
        f['big/' + t] = a.astype('>' + t)
    f['truth'] = a % 2 == 1
    f.create_dataset('packed', data=a, chunks=(1, 3, 4), compression='gzip', shuffle=True, fletcher32=True)
    f.create_dataset('lzf/x', data=a, chunks=(1, 3, 4), compression='lzf')
    f['complex/x'] = a * 1j`,
      'theirs.h5',
    );
    const bytes = readFileSync(join(folder, 'theirs.h5'));
    const found = await readHdf5(bytes, (names) => names.filter((name) => !name.endsWith('x')));
    expect(found.size).toBe(24);
    for (const [name, { shape, data, dtype }] of found) {
      expect(shape).toEqual([2, 3, 4]);
      expect([...data], name).toEqual(
        Array.from({ length: 24 }, (_, i) => (name === 'truth' ? i % 2 : i)),
      );
      expect(dtype.startsWith('>')).toBe(name.startsWith('big') && !name.endsWith('1'));
    }
    await expect(readHdf5(bytes, () => ['lzf/x'])).rejects.toThrow('a filter other than gzip');
    await expect(readHdf5(bytes, () => ['complex/x'])).rejects.toThrow('not hold plain numbers');
  });
});

describe.skipIf(!python3)('Python (skipped where it is not installed)', () => {
  it('reads what writeSafetensors writes, by the description of the format', () => {
    const data = Float32Array.from({ length: 6 }, (_, i) => Math.cos(i));
    writeFileSync(
      join(folder, 'ours.safetensors'),
      writeSafetensors(
        [
          { name: 'layer.0/µ', shape: [2, 3], data },
          { name: 'bias', shape: [], data: Float32Array.of(-1) },
        ],
        { made: 'by "Slimwave"' },
      ),
    );
    const printed = python(
      `import json, struct, sys
b = open(sys.argv[1], 'rb').read()
n, = struct.unpack('<Q', b[:8])
header, body = json.loads(b[8:8 + n].decode('utf-8')), b[8 + n:]
meta, end, out = header.pop('__metadata__'), 0, {}
for name, t in sorted(header.items(), key=lambda item: item[1]['data_offsets']):
    first, last = t['data_offsets']
    assert first == end and t['dtype'] == 'F32' and n % 8 == 0
    out[name], end = [t['shape'], struct.unpack('<%df' % ((last - first) // 4), body[first:last])], last
assert end == len(body)
print(json.dumps([meta, out]))`,
      'ours.safetensors',
    );
    expect(JSON.parse(printed)).toEqual([
      { made: 'by "Slimwave"' },
      { 'layer.0/µ': [[2, 3], [...data]], bias: [[], [-1]] },
    ]);
  });
});
