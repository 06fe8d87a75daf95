import * as h5wasm from 'h5wasm';
import { describe, expect, it } from 'vitest';
import { DataFileError } from './arrays.ts';
import { looksLikeHdf5, readHdf5 } from './hdf5.ts';
import { openDataFile } from './ownData.ts';

/** An HDF5 file written by the library itself. */
async function hdf5(fill: (file: h5wasm.File) => void): Promise<Uint8Array> {
  const { FS: fs } = await h5wasm.ready;
  const path = '/written.h5';
  const file = new h5wasm.File(path, 'w');
  fill(file);
  file.close();
  const bytes: Uint8Array = fs.readFile(path).slice();
  fs.unlink(path);
  return bytes;
}

const waves = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));

describe('readHdf5', () => {
  it('reads datasets in groups, whatever their number type, chunked or not', async () => {
    const bytes = await hdf5((file) => {
      const group = file.create_group('a');
      group.create_dataset({ name: 'plain', data: Float64Array.of(0.1, -2, 1e300), shape: [3, 1] });
      group.create_group('deep').create_dataset({
        name: 'packed',
        data: waves(16 * 64),
        shape: [16, 8, 8],
        chunks: [4, 8, 8],
        compression: 'gzip',
      });
      file.create_dataset({ name: 'long', data: BigInt64Array.of(-1n, 2n ** 40n) });
      file.create_dataset({ name: 'byte', data: Uint8Array.of(0, 255) });
      file.create_dataset({ name: 'one', data: Int16Array.of(-5), shape: [] });
      file.create_dataset({ name: 'none', data: new Float32Array(0), shape: [0, 4] });
      file.create_soft_link('/nowhere', 'broken');
      file.create_soft_link('/a', 'alias');
      file.create_external_link('other.h5', '/x', 'elsewhere');
    });
    const found = await readHdf5(bytes);
    expect(Object.fromEntries(found)).toEqual({
      'a/plain': {
        shape: [3, 1],
        data: Float64Array.of(0.1, -2, 1e300),
        dtype: '<f8',
        notes: ['float64 computed with as float32'],
      },
      'a/deep/packed': { shape: [16, 8, 8], data: waves(16 * 64), dtype: '<f4', notes: [] },
      long: {
        shape: [2],
        data: Float64Array.of(-1, 2 ** 40),
        dtype: '<i8',
        notes: ['int64 computed with as float32'],
      },
      byte: {
        shape: [2],
        data: Float32Array.of(0, 255),
        dtype: '|u1',
        notes: ['uint8 computed with as float32'],
      },
      one: {
        shape: [],
        data: Float32Array.of(-5),
        dtype: '<i2',
        notes: ['int16 computed with as float32'],
      },
      none: { shape: [0, 4], data: new Float32Array(0), dtype: '<f4', notes: [] },
    });
  });

  it('finds a file behind a block of the user’s, and leaves the bytes as they are', async () => {
    const inner = await hdf5((file) => file.create_dataset({ name: 'x', data: waves(3) }));
    const outer = new Uint8Array(512 + inner.length);
    outer.set(inner, 512);
    expect(await looksLikeHdf5(outer)).toBe(true);
    const before = inner.slice();
    expect((await readHdf5(inner)).get('x')?.data).toEqual(waves(3));
    expect(inner).toEqual(before);
  });

  it('reads only what is chosen: text beside the numbers does no harm', async () => {
    const bytes = await hdf5((file) => {
      file.create_dataset({ name: 'x', data: waves(3) });
      file.create_dataset({ name: 'author', data: ['someone'] });
    });
    expect([...(await readHdf5(bytes, () => ['x'])).keys()]).toEqual(['x']);
    await expect(readHdf5(bytes)).rejects.toThrow('The dataset author holds text');
    await expect(readHdf5(bytes, () => ['y'])).rejects.toThrow('The file has no array y.');
  });

  it('turns MATLAB’s axes round, also where they are of one length, and says so', async () => {
    const stored = Float32Array.from({ length: 16 * 2 * 16 }, (_, i) => i);
    const bytes = await hdf5((file) => {
      const array = file.create_dataset({ name: 'x', data: stored, shape: [16, 2, 16] });
      array.create_attribute('MATLAB_class', 'single');
      file.create_dataset({ name: 'y', data: stored, shape: [16, 2, 16] });
    });
    const found = await readHdf5(bytes);
    const { shape, data, notes } = found.get('x')!;
    expect(shape).toEqual([16, 2, 16]);
    for (const [i, j, k] of [
      [0, 1, 5],
      [3, 0, 0],
      [15, 1, 2],
    ]) {
      expect(data[(i * 2 + j) * 16 + k]).toBe(stored[(k * 2 + j) * 16 + i]);
    }
    expect(notes).toEqual(['axes reversed from MATLAB’s order']);
    expect(found.get('y')!.data).toEqual(stored);
  });

  describe('numbers packed as netCDF packs them', () => {
    type Attributes = Readonly<Record<string, unknown>>;
    const packed = async (values: Int16Array | Float32Array, attributes: Attributes) => {
      const bytes = await hdf5((file) => {
        const dataset = file.create_dataset({ name: 'x', data: values, shape: [2, 2] });
        for (const [key, value] of Object.entries(attributes)) {
          dataset.create_attribute(key, value as Float64Array);
        }
      });
      return (await readHdf5(bytes)).get('x')!;
    };
    const stored = Int16Array.of(-100, 0, 7, 32000);

    it('are unpacked, and the notes say how', async () => {
      const attributes = { scale_factor: 0.5, add_offset: Float64Array.of(2), _FillValue: -1 };
      const { data, notes } = await packed(stored, attributes);
      expect([...data]).toEqual([-48, 2, 5.5, 16002]);
      expect(notes?.slice(1)).toEqual(['multiplied by scale_factor 0.5', 'add_offset 2 added']);
    });

    it.each<[string, Attributes, number, string]>([
      ['_FillValue', { _FillValue: 7, scale_factor: 0.5 }, 1, '[1, 0]'],
      ['missing_value', { missing_value: Int16Array.of(7, 0) }, 2, '[0, 1]'],
      ['valid_range', { valid_range: Int16Array.of(-50, 50) }, 2, '[0, 0]'],
      ['valid_min', { valid_min: 1 }, 2, '[0, 0]'],
      ['valid_max', { valid_max: 100 }, 1, '[1, 1]'],
    ])('are refused where %s says that there are none', async (_, attributes, count, place) => {
      await expect(packed(stored, attributes)).rejects.toThrow(
        new RegExp(
          `^The dataset x has ${count} missing values? .*, the first at index ${place.replace(/[[\]]/g, '\\$&')}`,
        ),
      );
    });

    it.each<[string, Attributes]>([
      ['two floats', { valid_min: Float64Array.of(-10), valid_max: Float64Array.of(3200) }],
      ['a range of floats', { valid_range: Float64Array.of(-10, 3200) }],
      ['one float', { valid_min: Float64Array.of(-10) }],
    ])('are judged unpacked by limits that are %s', async (_, limits) => {
      const scaled = (scale: number) =>
        packed(stored, { ...limits, scale_factor: Float64Array.of(scale) });
      expect([...(await scaled(0.1)).data]).toEqual([...stored].map((value) => value * 0.1));
      await expect(scaled(0.11)).rejects.toThrow('the first at index [0, 0]');
      await expect(scaled(-0.1)).rejects.toThrow('the first at index [1, 1]');
    });

    it('are judged as they are stored by limits that are integers', async () => {
      const limits = { valid_range: Int16Array.of(-100, 32000) };
      const { data } = await packed(stored, { ...limits, scale_factor: Float64Array.of(0.1) });
      expect(data[3]).toBe(32000 * 0.1);
    });

    it('compare a mark of 64 bits with values of 32', async () => {
      const values = Float32Array.of(1, 2, 3, 1e20);
      await expect(packed(values, { _FillValue: Float64Array.of(1e20) })).rejects.toThrow(
        'at index [1, 1]',
      );
    });

    it('refuse attributes that are no numbers', async () => {
      await expect(packed(stored, { scale_factor: 'half' })).rejects.toThrow(
        'The attribute scale_factor of the dataset x',
      );
      await expect(packed(stored, { add_offset: Float64Array.of(1, 2) })).rejects.toThrow(
        'The attribute add_offset of the dataset x is not a number',
      );
    });
  });

  it('refuses more chunks than can be read in a while, before reading any', async () => {
    const bytes = await hdf5((file) =>
      file
        .create_dataset({
          name: 'x',
          data: new Float32Array(1),
          shape: [1],
          maxshape: [null],
          chunks: [1],
        })
        .resize([1_000_000]),
    );
    await expect(readHdf5(bytes)).rejects.toThrow('has 1,000,000 chunks');
  });

  it('refuses a dataset that says it is too large, before reserving memory', async () => {
    const bytes = await hdf5((file) =>
      file
        .create_dataset({
          name: 'x',
          data: new Float32Array(1),
          shape: [1],
          maxshape: [null],
          chunks: [1024],
        })
        .resize([500_000_000]),
    );
    await expect(readHdf5(bytes)).rejects.toThrow('at most 1.5 GB are read');
  });

  it('refuses what is no HDF5 file, or is empty, or is cut off', async () => {
    await expect(readHdf5(new Uint8Array(1000))).rejects.toThrow('is not an HDF5 file');
    await expect(readHdf5(new Uint8Array(0))).rejects.toThrow('is not an HDF5 file');
    const empty = await hdf5((file) => file.create_group('void'));
    await expect(readHdf5(empty)).rejects.toThrow('has no datasets in it (it has void)');
    const full = await hdf5((file) => file.create_dataset({ name: 'x', data: waves(1000) }));
    for (const length of [8, 100, full.length >> 1, full.length - 1]) {
      const cut = readHdf5(full.slice(0, length));
      await expect(cut).rejects.toThrow(DataFileError);
      await expect(cut).rejects.toThrow('is cut off or damaged');
    }
  });

  it('refuses a dataset whose packed data are damaged, and reads the next file', async () => {
    const good = await hdf5((file) =>
      file.create_dataset({
        name: 'x',
        data: waves(4096),
        shape: [4096],
        chunks: [1024],
        compression: 'gzip',
      }),
    );
    const bad = good.slice();
    // The packed chunks fill most of the file.
    bad.fill(0x55, bad.length - 6000, bad.length - 5000);
    await expect(readHdf5(bad)).rejects.toThrow('The dataset x cannot be unpacked');
    expect((await readHdf5(good)).get('x')?.data).toEqual(waves(4096));
  });

  it('answers damage with arrays or with a sentence', async () => {
    const good = await hdf5((file) => {
      file.create_dataset({ name: 'x', data: waves(256), shape: [16, 16] });
      file.create_group('g').create_dataset({ name: 'y', data: waves(9) });
    });
    for (let run = 0; run < 150; run++) {
      const bad = good.slice();
      for (let k = 0; k < 4; k++)
        bad[(run * 7919 + k * 104_729) % bad.length] ^= 1 << ((run + k) % 8);
      try {
        await readHdf5(bad);
      } catch (error) {
        expect(error).toBeInstanceOf(DataFileError);
      }
    }
    expect((await readHdf5(good)).size).toBe(2);
  });
});

describe('openDataFile of HDF5', () => {
  it('stacks the samples of an operator-learning benchmark by their numbers', async () => {
    const bytes = await hdf5((file) => {
      for (let k = 11; k >= 0; k--) {
        const group = file.create_group(`sample_${k}`);
        const data = (shift: number) =>
          Float64Array.from({ length: 16 }, (_, i) => 100 * k + i + shift);
        group.create_dataset({ name: 'input', data: data(0), shape: [4, 4] });
        group.create_dataset({ name: 'output', data: data(0.5), shape: [4, 4] });
      }
      file.create_dataset({ name: 'comment', data: ['made for a test'] });
    });
    const { inputs, outputs, inputKind, notes } = await openDataFile('waves.h5', bytes);
    expect(inputKind).toBe('field');
    expect(inputs.shape).toEqual([12, 1, 4, 4]);
    expect(outputs.shape).toEqual([12, 1, 4, 4]);
    for (let k = 0; k < 12; k++) {
      expect(inputs.data[16 * k]).toBe(100 * k);
      expect(outputs.data[16 * k + 15]).toBe(100 * k + 15.5);
    }
    expect(notes).toEqual([
      'The stack of sample_…/input: float64 computed with as float32.',
      'The stack of sample_…/output: float64 computed with as float32.',
    ]);
  });

  it('says where a group lacks its other half', async () => {
    const bytes = await hdf5((file) => {
      file.create_group('sample_0').create_dataset({ name: 'input', data: waves(16) });
    });
    await expect(openDataFile('waves.h5', bytes)).rejects.toThrow(
      'waves.h5: The group sample_0 has an input but no output',
    );
  });
});
