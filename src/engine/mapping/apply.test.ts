import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { product } from '../math.ts';
import { applyMapping } from './apply.ts';
import { listedContainer, smooth, type GivenArray } from './listing.testing.ts';
import { parseMapping } from './mappingText.ts';
import { checkMapping } from './plan.ts';

/** Values by their indices along n, t, x, y, c: what a mapping must bring to their places. */
const value = (n: number, t: number, x: number, y: number, c: number): number =>
  Math.fround(Math.sin(1 + n * 3.1 + t * 0.7 + x * 0.31 + y * 0.17 + c * 5.3));
const extents = { n: 7, t: 5, x: 6, y: 4, c: 3 };
type Letter = keyof typeof extents;

/** The same values with the axes in any order, and some of them at 0 alone. */
function arrayOf(order: readonly Letter[]): GivenArray {
  const shape = order.map((letter) => extents[letter]);
  const data = Float32Array.from({ length: product(shape) }, (_, at) => {
    const index = { n: 0, t: 0, x: 0, y: 0, c: 0 };
    let rest = at;
    for (const letter of [...order].reverse()) {
      index[letter] = rest % extents[letter];
      rest = Math.floor(rest / extents[letter]);
    }
    return value(index.n, index.t, index.x, index.y, index.c);
  });
  return { shape, data };
}

const letters = Object.keys(extents) as Letter[];

describe('applyMapping', () => {
  it('brings axes in any order to [n, channels, x, y]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(letters, { minLength: 5 }),
        fc.shuffledSubarray<Letter>(['n', 'x', 'y'], { minLength: 3 }),
        async (order, inputs) => {
          const container = listedContainer({ u: arrayOf(order), a: arrayOf(inputs) });
          const own = await applyMapping(
            container,
            parseMapping(`in(a(${inputs.join(',')})),out(u(${order.join(',')}))`),
          );
          expect(own.inputs.shape).toEqual([7, 1, 6, 4]);
          expect(own.outputs.shape).toEqual([7, 15, 6, 4]);
          let at = 0;
          for (let n = 0; n < 7; n++) {
            for (let t = 0; t < 5; t++) {
              for (let c = 0; c < 3; c++) {
                for (let x = 0; x < 6; x++) {
                  for (let y = 0; y < 4; y++) {
                    if (own.outputs.data[at++] !== value(n, t, x, y, c)) {
                      throw new Error(`wrong at ${[n, t, c, x, y].join()}`);
                    }
                  }
                }
              }
            }
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  it('reads what was chosen of every axis and nothing else', async () => {
    const container = listedContainer({ u: arrayOf(['n', 't', 'y', 'x', 'c']) });
    const own = await applyMapping(
      container,
      parseMapping('in(u(n,t[0],y,x[::2],1)),out(u(n,t[4,2],y,x[1::2],c[2,0])),split(4:6,0:4:3)'),
    ).catch((error: Error) => error.message);
    // x and y have 3 and 4 points, too few.
    expect(own).toContain('between 4 and 2,048');
    const wide = listedContainer({ u: { shape: [7, 5, 8, 9, 3] } });
    const chosen = await applyMapping(
      wide,
      parseMapping(
        'in(u(n,t[0],y[::2],x[::2],1)),out(u(n,t[4,2],y[1::2],x[:9:2],c[2,0])),split(4:6,0:4:3)',
      ),
    );
    expect(chosen.inputs.shape).toEqual([4, 1, 5, 4]);
    expect(chosen.outputs.shape).toEqual([4, 4, 5, 4]);
    expect(chosen.split).toEqual({ train: 2, test: 2 });
    const place = (n: number, t: number, y: number, x: number, c: number) =>
      (((n * 5 + t) * 8 + y) * 9 + x) * 3 + c;
    const samples = [4, 5, 0, 3];
    samples.forEach((n, i) => {
      expect(chosen.inputs.data[i * 20 + 2 * 4 + 3]).toBe(place(n, 0, 6, 4, 1));
      [
        [4, 2],
        [4, 0],
        [2, 2],
        [2, 0],
      ].forEach(([t, c], k) => {
        expect(chosen.outputs.data[(i * 4 + k) * 20 + 4 + 2]).toBe(place(n, t, 5, 2, c));
      });
    });
    const read = wide.reads.reduce((sum, { values }) => sum + values, 0);
    expect(read).toBe(chosen.inputs.data.length + chosen.outputs.data.length);
    expect(chosen.channels).toEqual({
      inputs: ['u, time 1'],
      outputs: [
        'u, channel 3, time 5',
        'u, channel 1, time 5',
        'u, channel 3, time 3',
        'u, channel 1, time 3',
      ],
    });
  });

  it('repeats arrays along axes that they lack', async () => {
    const own = await applyMapping(
      listedContainer({
        c: arrayOf(['x', 'y']),
        row: arrayOf(['n', 'y']),
        u: arrayOf(['n', 'x', 'y']),
      }),
      parseMapping('in(c(x,y),row(n,y)),out(u(n,x,y))'),
    );
    expect(own.inputs.shape).toEqual([7, 2, 6, 4]);
    for (let n = 0; n < 7; n++) {
      for (let x = 0; x < 6; x++) {
        for (let y = 0; y < 4; y++) {
          expect(own.inputs.data[((n * 2 + 0) * 6 + x) * 4 + y]).toBe(value(0, 0, x, y, 0));
          expect(own.inputs.data[((n * 2 + 1) * 6 + x) * 4 + y]).toBe(value(n, 0, 0, y, 0));
        }
      }
    }
  });

  it('takes one array per sample by its number, whatever their order and gaps', async () => {
    const groups = [12, 3, 0, 40, 7];
    const container = listedContainer(
      Object.fromEntries(
        groups.flatMap((i) => [
          [`Sample_${i}/input`, { shape: [4, 4], data: smooth([4, 4], 2, i) }],
          [`Sample_${i}/output`, { shape: [1, 4, 4], data: smooth([1, 4, 4], 2, 100 + i) }],
        ]),
      ),
    );
    const own = await applyMapping(
      container,
      parseMapping('in(Sample_{i}/input(x,y)),out(Sample_{i}/output(c,x,y)),split(0:8,-30:)'),
    );
    expect(own.split).toEqual({ train: 3, test: 2 });
    [0, 3, 7, 12, 40].forEach((i, at) => {
      expect(own.outputs.data.subarray(16 * at, 16 * at + 16)).toEqual(
        smooth([1, 4, 4], 2, 100 + i),
      );
    });
  });

  it('joins arrays of many samples each', async () => {
    const container = listedContainer({
      data1: { shape: [3, 4, 4], data: smooth([3, 4, 4], 2, 1) },
      data2: { shape: [2, 4, 4], data: smooth([2, 4, 4], 2, 9) },
      model1: { shape: [3, 4, 4], data: smooth([3, 4, 4], 2, 20) },
      model2: { shape: [2, 4, 4], data: smooth([2, 4, 4], 2, 30) },
    });
    const own = await applyMapping(
      container,
      parseMapping('in(data{i}(n,x,y)),out(model{i}(n,x,y)),without(1)'),
    );
    expect(own.inputs.shape).toEqual([4, 1, 4, 4]);
    expect(own.inputs.data.subarray(32)).toEqual(smooth([2, 4, 4], 2, 9));
  });

  it('takes numbers as inputs', async () => {
    const own = await applyMapping(
      listedContainer({
        p: { shape: [5, 2], data: smooth([5, 2], 1) },
        q: { shape: [5], data: smooth([5], 1) },
        u: { shape: [5, 3, 4, 4], data: smooth([5, 3, 4, 4]) },
      }),
      parseMapping('in(p(n,c),q(n)),out(u(n,t,x,y)),samples(1:5)'),
    );
    expect(own.inputKind).toBe('parameters');
    expect(own.inputs.shape).toEqual([4, 3]);
  });

  it('stops when it is told to', async () => {
    const ends = new AbortController();
    const container = listedContainer({ a: arrayOf(['n', 'x', 'y']), u: arrayOf(['n', 'x', 'y']) });
    const outcome = applyMapping(container, parseMapping('in(a(n,x,y)),out(u(n,x,y))'), {
      signal: ends.signal,
      onProgress: () => ends.abort(new Error('enough')),
    });
    await expect(outcome).rejects.toThrow('enough');
    expect(container.reads).toHaveLength(1);
  });

  it('names the sample that has a value which is not a number, and does without it', async () => {
    const u = smooth([1000, 4, 4]);
    u[617 * 16 + 9] = NaN;
    const container = listedContainer({
      a: { shape: [1000, 4, 4], data: smooth([1000, 4, 4]) },
      u: { shape: [1000, 4, 4], data: u },
    });
    const text = 'in(a(n,x,y)),out(u(n,x,y))';
    await expect(applyMapping(container, parseMapping(text))).rejects.toThrow(
      'u has values that are not finite (NaN, infinite or missing) in 1 of 1000 samples: sample 617. The first is missing or not a number, in u, at x 2, y 1 of sample 617. Leave this sample out: in a mapping, without(617).',
    );
    const own = await applyMapping(container, parseMapping(`${text},without(617)`));
    expect(own.outputs.shape[0]).toBe(999);
  });
});

describe('checkMapping', () => {
  const container = listedContainer({
    a: { shape: [7, 8, 8] },
    few: { shape: [6, 8, 8] },
    u: { shape: [7, 5, 8, 8] },
    big: { shape: [10000, 5, 128, 128] },
    huge: { shape: [1e4, 1e3, 1e3] },
    long: { shape: [1e12, 8, 8] },
    s: { shape: [] },
    row: { shape: [8] },
    broken: { shape: [7, 8, 8], problem: 'broken is text.' },
    Sample_0: { shape: [8, 8] },
    Sample_2: { shape: [8, 9] },
  });
  it.each([
    ['in(b(n,x,y)),out(u(n,t,x,y))', 'The file has no array b; it has a, few'],
    [
      'in(a(n,x,y)),out(u(n,x,y))',
      'u has the shape [7, 5, 8, 8], and so 4 axes, while the mapping names 3',
    ],
    ['in(a(n,x,y)),out(u(n,t[9],x,y))', 'u has 5 points along axis 1, of which'],
    ['in(a(n,x,y)),out(u(n,t[5:],x,y))', 'u has 5 points along axis 1, of which'],
    ['in(a(n,x,y)),out(u(n,7,x,y))', 'u has 5 points along axis 1, of which'],
    ['in(a(n,x,y)),out(u(n,t,x,0))', 'u needs axes x and y'],
    ['in(a(n,x,y)),out(u(0,t,x,y))', 'u needs an axis that counts samples'],
    ['in(a(n,x[::2],y)),out(u(n,t,x,y))', 'a has 4 × 8 points in space and the outputs 8 × 8'],
    ['in(few(n,x,y)),out(u(n,t,x,y))', 'u has 7 samples and few 6'],
    ['in(row(c)),out(u(n,t,x,y))', 'No input has an axis that counts samples'],
    ['in(u(n,t,c,0)),out(u(n,t,x,y)),samples(0:1)', 'The range leaves 1 sample'],
    ['in(a(n,x,y)),out(u(n,t,x,y)),split(0:5,4:7)', 'Sample 4 is both for training and for tests'],
    ['in(a(n,x,y)),out(u(n,t,x,y)),split(0:5,9:12)', 'No samples are left for tests'],
    ['in(a(n,x,y)),out(u(n,t,x,y)),without(9)', 'Sample 9, which is to be left out'],
    ['in(big(n,t[0],x,y)),out(big(n,t,x,y))', 'takes 3.93 GB as 32-bit numbers'],
    ['in(huge(n,x,y)),out(huge(n,x,y))', '1000 × 1000 points in space, 1,000,000 in all'],
    ['in(long(n,x,y)),out(long(n,x,y))', 'long has 1,000,000,000,000 samples'],
    ['in(broken(n,x,y)),out(u(n,t,x,y))', 'broken is text.'],
    ['in(Sample_{i}(x,y)),out(u(n,t,x,y))', 'Sample_2 has the shape [8, 9] and Sample_0 [8, 8]'],
    ['in(a(n,x,y)),out(u(n,t,x,y)),scale(min-max,s,s,s,t)', 'The file has no number t to scale by'],
    [
      'in(a(n,x,y)),out(u(n,t,x,y)),scale(min-max,s,row,s,s)',
      'row has the shape [8]: a single number',
    ],
    ['in(a(n,x,y)),out(u(n,t,x,y)),at(x:xs)', 'The file has no array xs'],
  ])('%s', (text, sentence) => {
    const problems = checkMapping(container, parseMapping(text));
    expect(problems.map(({ message }) => message).join(' ')).toContain(sentence);
    for (const { message } of problems) expect(message).toMatch(/[.]$/);
  });

  it('says nothing of what fits', () => {
    expect(checkMapping(container, parseMapping('in(a(n,x,y)),out(u(n,t,x,y))'))).toEqual([]);
  });
});
