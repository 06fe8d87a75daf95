import { describe, expect, it } from 'vitest';
import { applyMapping } from './apply.ts';
import { listedContainer, smooth, type GivenArray } from './listing.testing.ts';
import { formatMapping } from './mappingText.ts';
import { propose } from './propose.ts';

/** Files of The Well's layout, with so many samples each. */
const files = (samples: Readonly<Record<string, number>>) =>
  listedContainer(
    Object.fromEntries(
      Object.entries(samples).flatMap(([file, n], seed): [string, GivenArray][] => [
        [
          `${file}/t0_fields/pressure`,
          { shape: [n, 3, 8, 6], data: smooth([n, 3, 8, 6], 2, 50 * seed + 1), file },
        ],
      ]),
    ),
  );

describe('files for training and for tests', () => {
  it('are one data set with that split, file by file', async () => {
    const container = files({ 'maze_test.hdf5': 3, 'maze_valid.hdf5': 2, 'maze_train.hdf5': 5 });
    const [{ mapping, title, reasons }] = propose(container);
    expect(title).toBe('The Well: pressure, files for training and tests');
    expect(formatMapping(mapping)).toBe(
      'in({maze_train:maze_test}.hdf5/t0_fields/pressure(n,t[0],x,y)),out({maze_train:maze_test}.hdf5/t0_fields/pressure(n,t[1:],x,y)),split(0:5,5:8)',
    );
    expect(reasons.join(' ')).toContain(
      'the 5 samples of maze_train.hdf5 train and the 3 of maze_test.hdf5 test',
    );
    const { inputs, split } = await applyMapping(container, mapping);
    expect(split).toEqual({ train: 5, test: 3 });
    const first = (n: number, seed: number) =>
      Array.from({ length: n }, (_, i) => [
        ...smooth([n, 3, 8, 6], 2, seed).subarray(i * 144, i * 144 + 48),
      ]).flat();
    expect([...inputs.data]).toEqual([...first(5, 101), ...first(3, 1)]);
  });

  it('need both, and names that differ in one word', () => {
    const unlike: Record<string, number>[] = [
      { 'a_train.h5': 5, 'b_train.h5': 5 },
      { 'a_train.h5': 5, 'b-2_test.h5': 5 },
    ];
    for (const names of unlike) {
      expect(propose(files(names))[0].mapping.split).toEqual({ by: 'order' });
    }
  });
});
