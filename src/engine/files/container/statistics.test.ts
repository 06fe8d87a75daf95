import { describe, expect, it } from 'vitest';
import { product } from '../../math.ts';
import { writeNpy } from '../npy.ts';
import type { ByteSource } from './container.ts';
import { publicLayouts, type PublicLayout } from './layouts.testing.ts';
import { memorySource } from './memorySource.ts';
import { openContainer } from './open.ts';
import { arrayStatistics } from './statistics.ts';

const of = async (shape: readonly number[], data: Float32Array) => {
  const container = await openContainer([memorySource('a.npy', writeNpy('a', { shape, data }))]);
  return arrayStatistics(container, container.arrays[0]);
};

describe('arrayStatistics', () => {
  it('counts what is no number, and gives the range of the rest', async () => {
    const data = Float32Array.from({ length: 48 }, (_, i) => i - 10);
    data.set([NaN, Infinity, -Infinity, NaN], 20);
    expect(await of([3, 4, 4], data)).toMatchObject({
      min: -10,
      max: 37,
      nan: 2,
      infinite: 2,
      looked: 48,
      total: 48,
      thumbnail: { axes: [1, 2], rows: 4, columns: 4, at: [0, 0, 0], values: data.subarray(0, 16) },
    });
  });

  it('has no range where nothing is a number, and no picture where nothing is', async () => {
    expect(await of([2], Float32Array.of(NaN, NaN))).toMatchObject({ min: NaN, max: NaN, nan: 2 });
    expect(await of([], Float32Array.of(7))).toMatchObject({
      min: 7,
      thumbnail: { axes: [undefined, 0], rows: 1, columns: 1, values: Float32Array.of(7) },
    });
    expect(await of([0, 4], new Float32Array(0))).toEqual({
      min: NaN,
      max: NaN,
      nan: 0,
      infinite: 0,
      looked: 0,
      total: 0,
    });
  });

  it.each<[PublicLayout, string, readonly [number, number]]>([
    ['cno', 'WaveData_64x64_IN.h5/Sample_0_t_5/input', [0, 1]],
    ['pdebenchSeeds', '0000/data', [1, 2]],
    ['theWell', 't1_fields/velocity', [2, 3]],
    ['fnoMatlab', 'u', [1, 2]],
    ['openFwi', 'data1', [2, 3]],
  ])('of %s pictures a plane in space', async (layout, name, axes) => {
    const container = await openContainer(await publicLayouts[layout]({ x: 7, y: 7, times: 3 }));
    const info = container.arrays.find((array) => array.name === name)!;
    expect((await arrayStatistics(container, info)).thumbnail).toMatchObject({ axes });
  });

  it('looks at some of a large array, and says at how much', async () => {
    const shape = [100, 200, 256, 256];
    const head = writeNpy('a', { shape: [0], data: new Float32Array(0) });
    const header = new TextDecoder('latin1')
      .decode(head)
      .replace(/\(0,\)(, \}) *\n/, `(${shape.join(', ')})$1`)
      .padEnd(head.length - 1)
      .concat('\n');
    const bytes = Uint8Array.from(header, (c, i) => (i < 10 ? head[i] : c.charCodeAt(0)));
    let read = 0;
    const source: ByteSource = {
      name: 'a.npy',
      size: bytes.length + 4 * product(shape),
      read: async (offset, length) => {
        read += length;
        const part = new Uint8Array(length);
        part.set(bytes.subarray(offset, offset + length));
        return part;
      },
    };
    const container = await openContainer([source]);
    const { looked, total, min, max, thumbnail } = await arrayStatistics(
      container,
      container.arrays[0],
    );
    expect([min, max]).toEqual([0, 0]);
    expect(total).toBe(product(shape));
    expect(looked).toBe(6 * 256 * 256);
    expect(read).toBeLessThan(3e6);
    expect(thumbnail).toMatchObject({ rows: 43, columns: 43 });
  });
});
