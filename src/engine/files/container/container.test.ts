import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { product } from '../../math.ts';
import { writeNpy } from '../npy.ts';
import { writeNpz } from '../npz.ts';
import { writeSafetensors } from '../safetensors.ts';
import type { ByteSource, Container, Slab } from './container.ts';
import { memorySource } from './memorySource.ts';
import { MissingShapeError } from './missingShape.ts';
import { openContainer } from './open.ts';

/** Values that tell where they are. */
const counting = (shape: readonly number[]) =>
  Float32Array.from({ length: product(shape) }, (_, i) => i);

/** The selection by its definition, one value after another. */
function selected(shape: readonly number[], slab: Slab): number[] {
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  return slab.reduce<number[]>(
    (places, { start, count, step }, axis) =>
      places.flatMap((place) =>
        Array.from({ length: count }, (_, i) => place + (start + i * step) * strides[axis]),
      ),
    [0],
  );
}

/** Of arrays of up to four axes, some part. */
const parts = fc
  .array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 })
  .chain((shape) =>
    fc
      .tuple(
        ...shape.map((extent) =>
          fc
            .tuple(fc.integer({ min: 0, max: extent - 1 }), fc.integer({ min: 1, max: 3 }))
            .chain(([start, step]) =>
              fc
                .integer({ min: 0, max: Math.floor((extent - 1 - start) / step) + 1 })
                .map((count) => ({ start, count, step })),
            ),
        ),
      )
      .map((slab): [number[], Slab] => [shape, slab]),
  );

/** An .npy whose header says that it has 10¹² elements and one more; nothing follows it. */
function enlarged(): Uint8Array {
  const bytes = writeNpy('a', { shape: [0], data: new Float32Array(0) });
  const text = new TextDecoder('latin1').decode(bytes);
  return Uint8Array.from(text.replace(/\(0,\)(, \} *)\s{12}\n/, '(1000000000001,)$1\n'), (c, i) =>
    i < 10 ? bytes[i] : c.charCodeAt(0),
  );
}

const open = (name: string, bytes: Uint8Array) => openContainer([memorySource(name, bytes)]);

/** A source that counts what is read of it. */
function counted(source: ByteSource): { source: ByteSource; reads: number[] } {
  const reads: number[] = [];
  const read = (offset: number, length: number) => {
    reads.push(length);
    return source.read(offset, length);
  };
  return { source: { ...source, read, readNow: undefined }, reads };
}

/** The Fortran-ordered .npy of an array whose values count in C order. */
function fortranNpy(shape: readonly number[]): Uint8Array {
  const turned = writeNpy('a', { shape, data: turnedRound(shape) });
  const text = new TextDecoder('latin1').decode(turned).replace('False', 'True ');
  return Uint8Array.from(text, (c, i) => (i < 128 ? c.charCodeAt(0) : turned[i]));
}

function turnedRound(shape: readonly number[]): Float32Array {
  const values = counting(shape);
  const back = shape.toReversed();
  return values.map((_, position) => {
    let rest = position;
    let at = 0;
    for (let axis = back.length - 1; axis >= 0; axis--) {
      const index = rest % back[axis];
      rest = Math.floor(rest / back[axis]);
      at += index * product(shape.slice(shape.length - axis));
    }
    return at;
  });
}

describe('openContainer', () => {
  const files: Record<string, (shape: number[], data: Float32Array) => [string, Uint8Array]> = {
    npy: (shape, data) => ['a.npy', writeNpy('a', { shape, data })],
    'npy in Fortran order': (shape) => ['a.npy', fortranNpy(shape)],
    npz: (shape, data) => ['x.npz', writeNpz({ a: { shape, data } })],
    'npz, deflated': (shape, data) => ['x.npz', writeNpz({ a: { shape, data } }, { level: 6 })],
    safetensors: (shape, data) => ['x.safetensors', writeSafetensors([{ name: 'a', shape, data }])],
  };

  it.each(Object.keys(files))('reads any part of an array: %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(parts, async ([shape, slab]) => {
        const container = await open(...files[kind](shape, counting(shape)));
        expect(container.arrays).toMatchObject([{ name: 'a', shape, dtype: '<f4' }]);
        const { data, shape: counts } = await container.read('a', slab);
        expect(counts).toEqual(slab.map(({ count }) => count));
        expect([...data]).toEqual(selected(shape, slab));
      }),
      { numRuns: 20 },
    );
  });

  it('makes one container of several files, and reads raw numbers by the shape that is given', async () => {
    const shape = [4, 3];
    const npy = (name: string) =>
      memorySource(name, writeNpy('a', { shape, data: counting(shape) }));
    const npz = memorySource('x.npz', writeNpz({ b: { shape, data: counting(shape) } }));
    const raw = memorySource('r.npy', new Uint8Array(counting(shape).buffer));
    const sources = [npy('data1.npy'), npy('model1.npy'), npz, raw];
    const container = await openContainer(sources, { shapes: { 'r.npy': [2, 6] } });
    expect(container.arrays.map(({ name, shape: extents }) => [name, extents])).toEqual([
      ['data1', shape],
      ['model1', shape],
      ['x.npz/b', shape],
      ['r', [2, 6]],
    ]);
    for (const { name } of container.arrays) {
      expect((await container.read(name)).data).toEqual(counting(shape));
    }
  });

  it('asks for the shape of a file without a header, and proposes a public one of this size', async () => {
    const asked = open('wave.npy', new Uint8Array(48));
    await expect(asked).rejects.toThrow(MissingShapeError);
    await expect(asked).rejects.toMatchObject({ file: 'wave.npy', count: 12, suggestions: [] });
    const large = {
      name: 'wave.npy',
      size: 4 * 10_000 * 128 * 128,
      read: async (_: number, length: number) => new Uint8Array(length),
    };
    await expect(openContainer([large])).rejects.toMatchObject({
      suggestions: [[10_000, 128, 128]],
    });
  });

  it('reads a small part of a large array with few bytes', async () => {
    const shape = [20, 64, 64];
    for (const [name, bytes] of [
      files.npy(shape, counting(shape)),
      files.npz(shape, counting(shape)),
    ]) {
      const { source, reads } = counted(memorySource(name, bytes));
      const container = await openContainer([source]);
      // An archive is compared with its checksum once, before parts are read from where they are.
      if (name.endsWith('.npz')) await container.read('a');
      reads.length = 0;
      const slab = [
        { start: 19, count: 1, step: 1 },
        { start: 0, count: 32, step: 2 },
        { start: 0, count: 32, step: 2 },
      ];
      await container.read('a', slab);
      expect(reads.reduce((a, b) => a + b)).toBeLessThan(120_000);
      await container.read('a');
      expect(Math.max(...reads)).toBeLessThanOrEqual(4e6);
    }
  });

  it.each<[string, string, Uint8Array, string]>([
    ['nothing', 'a.npz', new Uint8Array(0), 'a.npz: The file is empty.'],
    [
      '10¹² elements in a header',
      'a.npy',
      enlarged(),
      'needs 4000000000004 bytes of data but has 0: the file is cut off',
    ],
    ['a pickle of PyTorch', 'x.pt', Uint8Array.of(0x80, 2, 0x8a), "data = torch.load('x.pt')"],
    ['text', 'a.csv', new TextEncoder().encode('1,2,3'), 'The file is text, such as CSV'],
    ['what nobody knows', 'a.xyz', new Uint8Array(40), 'is not .npy, .npz, HDF5 or safetensors'],
  ])('refuses %s', async (_, name, bytes, sentence) => {
    await expect(open(name, bytes)).rejects.toThrow(sentence);
  });

  const small = () => open('a.npy', writeNpy('a', { shape: [4], data: counting([4]) }));

  it.each<[string, (container: Container) => Promise<unknown>, string]>([
    ['an array that is not there', (c) => c.read('b'), 'The file has no array b.'],
    [
      'a part that is not there',
      (c) => c.read('a', [{ start: 2, count: 2, step: 2 }]),
      'The part [2:6:2] of a does not fit its shape [4]: choose a part within it.',
    ],
    ['a part of other axes', (c) => c.read('a', []), 'The part [] of a does not fit its shape [4]'],
  ])('refuses to read %s', async (_, read, sentence) => {
    await expect(read(await small())).rejects.toThrow(sentence);
  });

  it.each([0, 6] as const)(
    'compares an archive with its checksum where only a part is read, level %i',
    async (level) => {
      const shape = [8, 4];
      const bytes = writeNpz({ a: { shape, data: counting(shape) } }, { level });
      // The checksum in the directory.
      bytes[new DataView(bytes.buffer).getUint32(bytes.length - 6, true) + 16] ^= 1;
      const container = await open('x.npz', bytes);
      const axis = { start: 0, count: 1, step: 1 };
      await expect(container.read('a', [axis, axis])).rejects.toThrow('with its checksum');
      await expect(container.read('a', [axis, axis])).rejects.toThrow('with its checksum');
    },
  );

  it('stops reading when it is cancelled', async () => {
    const ends = new AbortController();
    ends.abort(new Error('enough'));
    await expect((await small()).read('a', undefined, { signal: ends.signal })).rejects.toThrow(
      'enough',
    );
  });
});
