import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { product } from '../../math.ts';
import { indexOf } from '../arrays.ts';
import type { ByteSource, Container, Slab } from '../container/container.ts';
import { hdf5Bytes } from '../container/hdf5.testing.ts';
import { changedFile, memorySource } from '../container/memorySource.ts';
import { openContainer } from '../container/open.ts';
import { publicLayouts } from '../container/layouts.testing.ts';

const fixture = (name: string): ByteSource =>
  memorySource(name, new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url))));

/** A source that counts what is read of it. */
function counted(source: ByteSource): { source: ByteSource; reads: number[] } {
  const reads: number[] = [];
  const readNow = (offset: number, length: number) => {
    reads.push(length);
    return source.readNow!(offset, length);
  };
  return { source: { ...source, readNow }, reads };
}

const SHAPE = [5, 7, 4, 6];

const slabs = fc.tuple(
  ...SHAPE.map((extent) =>
    fc
      .tuple(fc.nat(extent - 1), fc.integer({ min: 1, max: 3 }))
      .chain(([start, step]) =>
        fc
          .integer({ min: 0, max: Math.floor((extent - 1 - start) / step) + 1 })
          .map((count) => ({ start, count, step })),
      ),
  ),
);

/** The value of every element is its place in C order, of the axes as they are listed. */
const placeOf = (index: readonly number[], shape: readonly number[]): number =>
  index.reduce((at, k, axis) => at * shape[axis] + k, 0);

async function numbered(): Promise<Container> {
  const data = Int32Array.from({ length: product(SHAPE) }, (_, i) => i);
  const bytes = await hdf5Bytes((file) => {
    const array = { data, shape: SHAPE };
    file.create_dataset({ ...array, name: 'plain' });
    const chunks = [2, 3, 4, 5];
    file.create_dataset({ ...array, name: 'packed', chunks, compression: 'gzip' });
    const scaled = file.create_dataset({ ...array, name: 'scaled', chunks });
    scaled.create_attribute('scale_factor', 0.5);
    const matlab = file.create_dataset({
      name: 'matlab',
      data: data.map((_, i) => placeOf(indexOf(i, SHAPE.toReversed()).toReversed(), SHAPE)),
      shape: SHAPE.toReversed(),
      chunks: [3, 4, 5, 2],
    });
    matlab.create_attribute('MATLAB_class', 'int32', null, 'S5');
  });
  return openContainer([memorySource('n.h5', bytes)]);
}

describe('an HDF5 container', () => {
  it.each([
    ['plain', 1],
    ['packed', 1],
    ['scaled', 0.5],
    ['matlab', 1],
  ])('reads any part of a dataset: %s', async (name, scale) => {
    const container = await numbered();
    expect(container.arrays.find((info) => info.name === name)?.shape).toEqual(SHAPE);
    await fc.assert(
      fc.asyncProperty(slabs, async (slab: Slab) => {
        const { data, shape } = await container.read(name, slab);
        expect(shape).toEqual(slab.map(({ count }) => count));
        const expected = Array.from({ length: product(shape) }, (_, i) =>
          placeOf(
            indexOf(i, shape).map((k, axis) => slab[axis].start + k * slab[axis].step),
            SHAPE,
          ),
        );
        expect([...data]).toEqual(expected.map((value) => scale * value));
      }),
      { numRuns: 25 },
    );
    container.close();
  });

  it('reads only the chunks that it needs', async () => {
    const bytes = await hdf5Bytes((file) =>
      file.create_dataset({
        name: 'x',
        data: Float64Array.from({ length: 64 * 4096 }, (_, i) => i),
        shape: [64, 4096],
        chunks: [1, 4096],
      }),
    );
    const { source, reads } = counted(memorySource('x.h5', bytes));
    const container = await openContainer([source]);
    const { data } = await container.read('x', [
      { start: 60, count: 2, step: 2 },
      { start: 5, count: 1, step: 1 },
    ]);
    expect([...data]).toEqual([60 * 4096 + 5, 62 * 4096 + 5]);
    // Of two megabytes.
    expect(reads.reduce((a, b) => a + b)).toBeLessThan(400_000);
  });

  it('lists what it can’t read with the reason, and reads the rest', async () => {
    const container = await openContainer([fixture('forms-latest.h5')]);
    const problems = Object.fromEntries(
      container.arrays.map(({ path, problem }) => [path, problem]),
    );
    expect(problems.ragged).toMatch('rows of different lengths');
    expect(problems['big-f4']).toBeUndefined();
    await expect(container.read('ragged')).rejects.toThrow('rows of different lengths');
    expect(container.notes.join()).toMatch('elsewhere, in other.h5');
    const elsewhere = await openContainer([fixture('elsewhere.h5')]);
    expect(elsewhere.arrays.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('are in another file'),
      expect.stringContaining('is virtual: its values are elsewhere (gone.h5)'),
    ]);
  });

  it('reads what is written of an array, and says where a part is not', async () => {
    const container = await openContainer([fixture('unwritten-latest.h5')]);
    const rows = (start: number, count: number): Slab => [
      { start, count, step: 1 },
      { start: 0, count: 4, step: 1 },
    ];
    expect((await container.read('packed', rows(0, 4))).data[0]).toBe(-7 / 4);
    await expect(container.read('packed', rows(3, 2))).rejects.toThrow(
      'has 4 missing values (they were never written), the first at index [4, 0]',
    );
    const { data } = await container.read('packed', rows(3, 2), { missing: 'nan' });
    expect([...data].map(Number.isNaN)).toEqual([0, 0, 0, 0, 1, 1, 1, 1].map(Boolean));
  });

  it('gives NaN for netCDF’s fill values where that is asked for', async () => {
    const bytes = await hdf5Bytes((file) => {
      const dataset = file.create_dataset({ name: 'x', data: Int16Array.of(1, -9, 3) });
      dataset.create_attribute('_FillValue', Int16Array.of(-9));
    });
    const container = await openContainer([memorySource('x.nc', bytes)]);
    await expect(container.read('x')).rejects.toThrow('at index [1]');
    expect([...(await container.read('x', undefined, { missing: 'nan' })).data]).toEqual([
      1,
      NaN,
      3,
    ]);
  });
});

describe('an HDF5 file that is not as it should be', () => {
  it('is refused with both sizes where it is cut off', async () => {
    const [{ size, readNow }] = await publicLayouts.theWell();
    const cut = memorySource('cut.h5', readNow!(0, size - 100));
    await expect(openContainer([cut])).rejects.toThrow(
      `it should have ${size.toLocaleString('en-GB')} bytes and has ${(size - 100).toLocaleString('en-GB')} bytes`,
    );
  });

  it('is refused where it is still being written', async () => {
    const bytes = await hdf5Bytes((file) => file.create_group('a'), 'latest');
    expect(bytes[8]).toBe(3);
    bytes[11] = 5;
    await expect(openContainer([memorySource('a.h5', bytes)])).rejects.toThrow(
      'is still being written, or the program that wrote it ended before it closed the file',
    );
  });

  it('is refused by name when it changes while it is read', async () => {
    const [source] = await publicLayouts.pdebench({ samples: 200 }, { packed: 'gzip' });
    let changed = false;
    const readNow = (offset: number, length: number) => {
      if (changed) throw changedFile(source.name);
      return source.readNow!(offset, length);
    };
    const container = await openContainer([{ ...source, readNow }]);
    changed = true;
    await expect(container.read('tensor')).rejects.toThrow(
      '2D_diff-react.hdf5 has changed since it was opened',
    );
  });

  it('refuses a part that is larger than memory allows, and reads less of the same array', async () => {
    const bytes = await hdf5Bytes((file) =>
      file
        .create_dataset({
          name: 'x',
          data: new Float32Array(1),
          shape: [1, 1],
          maxshape: [null, null],
          chunks: [1, 1024],
        })
        .resize([1_000_000, 1_000_000]),
    );
    const container = await openContainer([memorySource('x.h5', bytes)]);
    await expect(container.read('x')).rejects.toThrow(
      'The chosen part of x takes 4000 GB as 32-bit numbers, and at most 1 GB can be read',
    );
    const axis = { start: 0, count: 1, step: 1 };
    expect([...(await container.read('x', [axis, axis])).data]).toEqual([0]);
  });
});

/** The Well's acoustic maze, 16 GB: nothing is there but the headers and one plane of each field. */
async function sparseWell(): Promise<ByteSource> {
  // Small arrays whose extents are then overwritten by large ones: [placeholder, shape].
  const fields = {
    pressure: [
      [3, 5, 7, 11],
      [100, 202, 256, 256],
    ],
    velocity: [
      [3, 5, 7, 11, 13],
      [100, 202, 256, 256, 2],
    ],
  } as const;
  const small = await hdf5Bytes((file) => {
    for (const [name, [shape]] of Object.entries(fields)) {
      file.create_dataset({ name, data: new Float32Array(product(shape)), shape: [...shape] });
    }
  });
  const view = new DataView(small.buffer);
  const places = (numbers: readonly number[]) =>
    [...small.keys()].filter((at) =>
      numbers.every(
        (number, i) =>
          at + 8 * i + 8 <= small.length && view.getBigUint64(at + 8 * i, true) === BigInt(number),
      ),
    );
  let end = small.length;
  for (const [shape, large] of [fields.velocity, fields.pressure]) {
    for (const at of places(shape)) {
      large.forEach((extent, i) => view.setBigUint64(at + 8 * i, BigInt(extent), true));
    }
    const [layout] = places([4 * product(shape)]);
    view.setBigUint64(layout - 8, BigInt(end), true);
    view.setBigUint64(layout, BigInt(4 * product(large)), true);
    end += 4 * product(large);
  }
  view.setBigUint64(40, BigInt(end), true);
  const readNow = (offset: number, length: number) => {
    const bytes = new Uint8Array(length);
    if (offset < small.length) bytes.set(small.subarray(offset, offset + length));
    // The last plane of the last field.
    else bytes.fill(offset + length > end - 4 * 256 * 256 ? 1 : 0);
    return bytes;
  };
  return { name: 'maze.hdf5', size: end, readNow, read: async (at, n) => readNow(at, n) };
}

describe('a file of 16 GB', () => {
  it('is opened and read in parts with no more bytes than the selection has, piece by piece', async () => {
    const { source, reads } = counted(await sparseWell());
    expect(source.size).toBeGreaterThan(15.8e9);
    const container = await openContainer([source]);
    const opening = reads.reduce((a, b) => a + b);
    expect(opening).toBeLessThan(200_000);
    expect(container.arrays.map(({ bytes }) => bytes)).toEqual([
      4 * 100 * 202 * 256 * 256,
      8 * 100 * 202 * 256 * 256,
    ]);

    reads.length = 0;
    const all = { start: 0, count: 256, step: 1 };
    const slab = [{ start: 98, count: 2, step: 1 }, { start: 196, count: 6, step: 1 }, all, all];
    const { data } = await container.read('pressure', slab);
    const selected = 4 * 2 * 6 * 256 * 256;
    expect(data.byteLength).toBe(selected);
    // The last plane's bytes are 1, and so its values some small number; those before are 0.
    expect(data[0]).toBe(0);
    expect(data.at(-1)).toBe(new Float32Array(Uint8Array.of(1, 1, 1, 1).buffer)[0]);
    expect(reads.reduce((a, b) => a + b)).toBeLessThan(1.1 * selected);
    // Beside the selection, memory holds one piece of 8 MB at most, and of the file one of 1 MB.
    expect(Math.max(...reads)).toBeLessThanOrEqual(2 ** 20);
    container.close();
  });

  it('stops when reading is cancelled', async () => {
    const container = await openContainer([await sparseWell()]);
    const ends = new AbortController();
    const done: number[] = [];
    const slab = [100, 202, 256, 256].map((extent, axis) =>
      axis === 0 ? { start: 0, count: 2, step: 1 } : { start: 0, count: extent, step: 1 },
    );
    const reading = container.read('pressure', slab, {
      signal: ends.signal,
      onProgress: (count) => {
        done.push(count);
        ends.abort(new Error('enough'));
      },
    });
    await expect(reading).rejects.toThrow('enough');
    expect(done).toHaveLength(1);
  });
});

describe('files of netCDF and h5py', () => {
  it('have their axes named, and values unpacked, shuffled or checked by a sum', async () => {
    const container = await openContainer([fixture('netcdf.nc')]);
    const wave = Float64Array.from({ length: 24 }, (_, i) => (i - 7) / 4);
    expect(container.arrays.map(({ path }) => path)).toEqual(['masked', 'plain', 'scaled', 'x']);
    const plain = container.arrays.find(({ path }) => path === 'plain');
    expect(plain).toMatchObject({
      shape: [2, 3, 4],
      dtype: '<f4',
      attributes: { units: 'm', DIMENSION_LIST: ['sample', 'x', 'y'] },
    });
    for (const name of ['plain', 'scaled']) {
      expect([...(await container.read(name)).data]).toEqual([...wave]);
    }
    await expect(container.read('masked')).rejects.toThrow(
      'The dataset masked has 1 missing value (by its attributes _FillValue, missing_value or valid_range, or by netCDF’s own mark), the first at index [0, 1, 3]',
    );
    const { data } = await container.read('masked', undefined, { missing: 'nan' });
    expect([...data]).toEqual([...wave].map((value) => (value === 0 ? NaN : value)));
    expect(container.groups[0].attributes.title).toBe('waves');
  });

  it('have attributes of any kind', async () => {
    const { groups, arrays } = await openContainer([fixture('attributes.h5')]);
    expect(groups[0].attributes).toEqual({
      names: ['pressure', 'débit'],
      title: 'waves',
      count: 3,
      range: [-1.5, 2],
      flag: true,
      fixed: 'ten',
    });
    expect(Object.keys(arrays[0].attributes)).toHaveLength(12);
  });

  it('are refused while h5py writes them', async () => {
    await expect(openContainer([fixture('writing.h5')])).rejects.toThrow(
      'writing.h5: The HDF5 file is still being written',
    );
  });
});
