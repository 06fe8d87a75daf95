/** Every layout by the names, orders and attributes of its own generators: what arrives is what they put in. */
import { describe, expect, it } from 'vitest';
import type { GroupInfo } from '../files/container/container.ts';
import { product } from '../math.ts';
import { applyMapping } from './apply.ts';
import { listedContainer, type GivenArray, type ListedContainer } from './listing.testing.ts';
import { formatMapping, parseMapping } from './mappingText.ts';
import type { LayoutId, Proposal } from './mapping.ts';
import { propose } from './propose.ts';

/** A field of sample n at time t: channel f at the point (x, y), of which there are `points` along each axis. */
const wave = (n: number, t: number, x: number, y: number, f: number): number =>
  Math.fround(
    Math.sin(0.3 * x + n + 0.2 * t) * Math.cos(0.25 * y - 1.7 * n + f) + 0.1 * f + 0.05 * t,
  );

type Index = (...index: number[]) => number;

function values(shape: readonly number[], at: Index): Float32Array {
  const index = shape.map(() => 0);
  return Float32Array.from({ length: product(shape) }, () => {
    const value = at(...index);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
      index[axis] = 0;
    }
    return value;
  });
}

const filled = (
  shape: readonly number[],
  at: Index,
  rest: Partial<GivenArray> = {},
): GivenArray => ({
  shape,
  data: values(shape, at),
  ...rest,
});

/** The first proposal, applied, with a look at every value. */
async function expectArrival(
  container: ListedContainer,
  layout: LayoutId,
  {
    inputs,
    outputs,
    samples,
    every = 1,
  }: {
    /** One per channel, of sample, x and y in the file. */
    inputs: Index[];
    outputs: Index[];
    samples: readonly number[];
    every?: number;
  },
): Promise<Proposal> {
  const [proposal] = propose(container);
  expect(proposal.layout).toBe(layout);
  expect(parseMapping(formatMapping(proposal.mapping))).toEqual(proposal.mapping);
  for (const sentence of [...proposal.reasons, ...proposal.notes]) {
    expect(sentence).toMatch(/^[A-Za-z].*[.]$/);
  }
  const own = await applyMapping(container, proposal.mapping);
  for (const [array, channels] of [
    [own.inputs, inputs],
    [own.outputs, outputs],
  ] as const) {
    const [n, c, x = 1, y = 1] = array.shape;
    expect([n, c]).toEqual([samples.length, channels.length]);
    let at = 0;
    for (const sample of samples) {
      for (const channel of channels) {
        for (let i = 0; i < x; i++) {
          for (let j = 0; j < y; j++) {
            const wanted = channel(sample, i * every, j * every);
            if (array.data[at] !== wanted) {
              throw new Error(
                `${array.data[at]} and not ${wanted} in sample ${sample}, x ${i}, y ${j}`,
              );
            }
            at++;
          }
        }
      }
    }
  }
  return proposal;
}

const counting = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => from + i);

describe('CNO', () => {
  const cnoFile = (
    numbers: readonly number[],
    name: (i: number) => string,
    scalars: readonly string[],
  ) =>
    listedContainer(
      Object.fromEntries([
        ...numbers.flatMap((i) => [
          [`${name(i)}/input`, filled([8, 8], (x, y) => wave(i, 0, x, y, 0))],
          [`${name(i)}/output`, filled([8, 8], (x, y) => wave(i, 5, x, y, 0))],
        ]),
        ...scalars.map((scalar, k) => [
          scalar,
          { shape: [], data: Float32Array.of(k % 2 === 0 ? -2 : 3) },
        ]),
      ]),
    );
  const waveNames = ['min_u0', 'max_u0', 'min_u', 'max_u'];

  it('has its split, its scaling by numbers of the file, and its score', async () => {
    const container = cnoFile(counting(1408).toReversed(), (i) => `Sample_${i}_t_5`, waveNames);
    const proposal = await expectArrival(container, 'cno', {
      samples: [...counting(512), ...counting(256, 1152)],
      inputs: [(n, x, y) => wave(n, 0, x, y, 0)],
      outputs: [(n, x, y) => wave(n, 5, x, y, 0)],
    });
    expect(formatMapping(proposal.mapping)).toBe(
      'in(Sample_{i}_t_5/input(x,y)),out(Sample_{i}_t_5/output(x,y)),split(0:512,1152:1408),scale(min-max,min_u0,max_u0,min_u,max_u),score(median-l1)',
    );
    const own = await applyMapping(container, proposal.mapping);
    expect(own.split).toEqual({ train: 512, test: 256 });
    expect(own.scaling).toEqual({ kind: 'min-max', by: { input: [-2, 3], output: [-2, 3] } });
    expect(own.score).toBe('median-l1');
  });

  it('is read in order where it has other samples', async () => {
    const proposal = await expectArrival(
      cnoFile([3, 1, 2, 10], (i) => `Sample_${i}`, ['min_inp', 'max_inp', 'min_out', 'max_out']),
      'cno',
      {
        samples: [1, 2, 3, 10],
        inputs: [(n, x, y) => wave(n, 0, x, y, 0)],
        outputs: [(n, x, y) => wave(n, 5, x, y, 0)],
      },
    );
    expect(proposal.mapping.split).toEqual({ by: 'order' });
  });
});

describe('PDEBench', () => {
  it('of one file: the first tenth tests', async () => {
    const container = listedContainer({
      tensor: filled([20, 5, 8, 8], (n, t, x, y) => wave(n, t, x, y, 0)),
      'x-coordinate': filled([8], (x) => x / 8),
      'y-coordinate': filled([8], (y) => y / 8),
      't-coordinate': filled([6], (t) => t / 5),
    });
    const proposal = await expectArrival(container, 'pdebench', {
      samples: [...counting(18, 2), 0, 1],
      inputs: [(n, x, y) => wave(n, 0, x, y, 0)],
      outputs: [1, 2, 3, 4].map((t) => (n, x, y) => wave(n, t, x, y, 0)),
    });
    const own = await applyMapping(container, proposal.mapping);
    expect(own.channels!.outputs).toEqual([
      'tensor, t = 0.2',
      'tensor, t = 0.4',
      'tensor, t = 0.6',
      'tensor, t = 0.8',
    ]);
    expect(own.coordinates!.x).toEqual(Float64Array.from({ length: 8 }, (_, i) => i / 8));
  });

  it('of a flow, field by field', async () => {
    const names = ['Vx', 'Vy', 'density', 'pressure'];
    const order = ['density', 'pressure', 'Vx', 'Vy'];
    await expectArrival(
      listedContainer(
        Object.fromEntries(
          names.map((name) => [
            name,
            filled([4, 3, 8, 8], (n, t, x, y) => wave(n, t, x, y, order.indexOf(name))),
          ]),
        ),
      ),
      'pdebench',
      {
        samples: counting(4),
        inputs: order.map((_, f) => (n, x, y) => wave(n, 0, x, y, f)),
        outputs: order.flatMap((_, f) =>
          [1, 2].map((t) => (n: number, x: number, y: number) => wave(n, t, x, y, f)),
        ),
      },
    );
  });

  it('of Darcy flow: coefficient to solution', async () => {
    await expectArrival(
      listedContainer({
        nu: filled([4, 8, 8], (n, x, y) => wave(n, 0, x, y, 0)),
        tensor: filled([4, 1, 8, 8], (n, _, x, y) => wave(n, 9, x, y, 0)),
      }),
      'pdebench',
      {
        samples: counting(4),
        inputs: [(n, x, y) => wave(n, 0, x, y, 0)],
        outputs: [(n, x, y) => wave(n, 9, x, y, 0)],
      },
    );
  });

  it('of one dimension: time along one side', async () => {
    await expectArrival(
      listedContainer({ tensor: filled([4, 10, 16], (n, t, x) => wave(n, t, x, 0, 0)) }),
      'pdebench',
      {
        samples: counting(4),
        inputs: [(n, _, x) => wave(n, 0, x, 0, 0)],
        outputs: [(n, t, x) => wave(n, t, x, 0, 0)],
      },
    );
  });

  it.each([false, true])(
    'by seed: the last tenth tests (with an axis too many: %s)',
    async (extra) => {
      const shape = [...(extra ? [1] : []), 4, 8, 6, 2];
      const container = listedContainer(
        Object.fromEntries(
          counting(20).flatMap((i) => [
            [
              `${String(i).padStart(4, '0')}/data`,
              filled(shape, (...index) => {
                const [t, x, y, c] = index.slice(-4);
                return wave(i, t, x, y, c);
              }),
            ],
            [`${String(i).padStart(4, '0')}/grid/x`, filled([8], (x) => x)],
            [`${String(i).padStart(4, '0')}/grid/t`, filled([4], (t) => t)],
          ]),
        ),
      );
      const proposal = await expectArrival(container, 'pdebench-seeds', {
        samples: counting(20),
        inputs: [0, 1].map((c) => (n, x, y) => wave(n, 0, x, y, c)),
        outputs: [1, 2, 3].flatMap((t) =>
          [0, 1].map((c) => (n: number, x: number, y: number) => wave(n, t, x, y, c)),
        ),
      });
      expect(proposal.mapping.split).toEqual({
        by: 'ranges',
        train: { to: 18 },
        test: { from: 18 },
      });
    },
  );
});

describe('The Well', () => {
  const varies = (sample: boolean, time: boolean, dims = [true, true]) => ({
    attributes: { sample_varying: sample, time_varying: time, dim_varying: dims },
  });
  const groups: GroupInfo[] = [];

  it('says by attributes which axes are there', async () => {
    const container = listedContainer(
      {
        't0_fields/density': filled([8, 6], (x, y) => wave(0, 0, x, y, 1), varies(false, false)),
        't0_fields/pressure': filled(
          [3, 4, 8, 6],
          (n, t, x, y) => wave(n, t, x, y, 0),
          varies(true, true),
        ),
        't0_fields/speed_of_sound': filled(
          [3, 8, 6],
          (n, x, y) => wave(n, 0, x, y, 2),
          varies(true, false),
        ),
        't0_fields/profile': filled(
          [6],
          (y) => wave(0, 0, 0, y, 4),
          varies(false, false, [false, true]),
        ),
        't1_fields/velocity': filled(
          [3, 4, 8, 6, 2],
          (n, t, x, y, c) => wave(n, t, x, y, 5 + c),
          varies(true, true),
        ),
        'dimensions/time': filled([4], (t) => t),
        'dimensions/x': filled([8], (x) => x),
        'dimensions/y': filled([6], (y) => y),
        'boundary_conditions/x/mask': filled([8], () => 1),
      },
      groups,
    );
    await expectArrival(container, 'well', {
      samples: counting(3),
      inputs: [
        (_, x, y) => wave(0, 0, x, y, 1),
        (n, x, y) => wave(n, 0, x, y, 2),
        (_, __, y) => wave(0, 0, 0, y, 4),
        (n, x, y) => wave(n, 0, x, y, 0),
        (n, x, y) => wave(n, 0, x, y, 5),
        (n, x, y) => wave(n, 0, x, y, 6),
      ],
      outputs: [1, 2, 3].map((t) => (n, x, y) => wave(n, t, x, y, 0)),
    });
  });

  it('proposes a part of a large file, and says which', () => {
    const [proposal] = propose(
      listedContainer({
        't0_fields/pressure': { shape: [100, 202, 256, 256], ...varies(true, true) },
        't0_fields/density': { shape: [100, 256, 256], ...varies(true, false) },
        't1_fields/velocity': { shape: [100, 202, 256, 256, 2], ...varies(true, true) },
      }),
    );
    expect(formatMapping(proposal.mapping)).toBe(
      'in(t0_fields/density(n,x[::2],y[::2]),t0_fields/pressure(n,t[0],x[::2],y[::2]),t1_fields/velocity(n,t[0],x[::2],y[::2],c)),out(t0_fields/pressure(n,t[13::13],x[::2],y[::2]))',
    );
    expect(proposal.notes).toEqual(
      expect.arrayContaining([
        'Every second point of 256 × 256 is read, so that training begins soon; more can be chosen.',
        'Of 202 times, the first goes in and 15 come out: every 13th.',
      ]),
    );
  });
});

describe('other layouts', () => {
  it('Poseidon: the last 240 test', async () => {
    const [proposal] = propose(
      listedContainer({
        solution: { shape: [10512, 16, 128, 128] },
        c: { shape: [10512, 128, 128] },
      }),
    );
    expect(proposal.layout).toBe('poseidon');
    expect(formatMapping(proposal.mapping)).toBe(
      'in(c(n,x,y),solution(n,t[0],x,y)),out(solution(n,t[1:],x,y)),split(0:223,10272:10277)',
    );
    expect(proposal.notes.at(-1)).toMatch(/^Of 10,452 samples 229 are read/);
    await expectArrival(
      listedContainer({
        solution: filled([5, 3, 8, 8], (n, t, x, y) => wave(n, t, x, y, 0)),
        c: filled([5, 8, 8], (n, x, y) => wave(n, 0, x, y, 3)),
      }),
      'poseidon',
      {
        samples: counting(5),
        inputs: [(n, x, y) => wave(n, 0, x, y, 3), (n, x, y) => wave(n, 0, x, y, 0)],
        outputs: [1, 2].map((t) => (n, x, y) => wave(n, t, x, y, 0)),
      },
    );
  });

  it.each([
    [[5, 8, 8], [5, 8, 8], 1],
    [[5, 2, 8, 8], [5, 1, 8, 8], 2],
  ])('neuraloperator: x %s, y %s', async (a, b, channels) => {
    await expectArrival(
      listedContainer({
        x: filled(a, (n, ...rest) =>
          wave(n, 0, rest.at(-2)!, rest.at(-1)!, rest.length > 2 ? rest[0] : 0),
        ),
        y: filled(b, (n, ...rest) => wave(n, 1, rest.at(-2)!, rest.at(-1)!, 0)),
      }),
      'neuraloperator',
      {
        samples: counting(5),
        inputs: counting(channels).map((c) => (n, x, y) => wave(n, 0, x, y, c)),
        outputs: [(n, x, y) => wave(n, 1, x, y, 0)],
      },
    );
  });

  it('FNO: as MATLAB has the axes, and reversed', async () => {
    const wanted = {
      samples: counting(5),
      inputs: [(n: number, x: number, y: number) => wave(n, 0, x, y, 0)],
      outputs: [1, 2, 3].map((t) => (n: number, x: number, y: number) => wave(n, t, x, y, 0)),
    };
    await expectArrival(
      listedContainer({
        a: filled([5, 8, 8], (n, x, y) => wave(n, 0, x, y, 0)),
        u: filled([5, 8, 8, 3], (n, x, y, t) => wave(n, t + 1, x, y, 0)),
        t: filled([1, 3], (_, t) => t + 1),
      }),
      'fno',
      wanted,
    );
    await expectArrival(
      listedContainer({
        a: filled([8, 8, 5], (y, x, n) => wave(n, 0, x, y, 0)),
        u: filled([3, 8, 8, 5], (t, y, x, n) => wave(n, t + 1, x, y, 0)),
        t: filled([3, 1], (t) => t + 1),
      }),
      'fno',
      wanted,
    );
  });

  it('FNO: coeff and sol, every fourth point of 421', async () => {
    const proposal = await expectArrival(
      listedContainer({
        coeff: filled([2, 421, 421], (n, x, y) => wave(n, 0, x, y, 0)),
        sol: filled([2, 421, 421], (n, x, y) => wave(n, 1, x, y, 0)),
      }),
      'fno',
      {
        samples: counting(2),
        inputs: [(n, x, y) => wave(n, 0, x, y, 0)],
        outputs: [(n, x, y) => wave(n, 1, x, y, 0)],
        every: 4,
      },
    );
    expect(proposal.notes[0]).toMatch(/^Every 4th point of 421 × 421/);
  });

  it('PDEArena', async () => {
    const fields = ['u', 'vx', 'vy'];
    await expectArrival(
      listedContainer({
        ...Object.fromEntries(
          fields.map((name, f) => [
            `train/${name}`,
            filled([4, 3, 8, 8], (n, t, x, y) => wave(n, t, x, y, f)),
          ]),
        ),
        'train/t': filled([4, 3], (_, t) => t),
        'train/x': filled([8], (x) => x),
        'train/dt': filled([4], () => 1),
      }),
      'pdearena',
      {
        samples: counting(4),
        inputs: fields.map((_, f) => (n, x, y) => wave(n, 0, x, y, f)),
        outputs: fields.flatMap((_, f) =>
          [1, 2].map((t) => (n: number, x: number, y: number) => wave(n, t, x, y, f)),
        ),
      },
    );
  });

  it('OpenFWI: times are thinned to the points of the model', async () => {
    const container = listedContainer(
      {
        data1: filled([3, 5, 100, 7], (n, s, t, r) => wave(n, s, t, r, 0), { file: 'data1.npy' }),
        model1: filled([3, 1, 7, 7], (n, _, z, x) => wave(n, 7, z, x, 0), { file: 'model1.npy' }),
      },
      [],
      'several',
    );
    const [proposal, back] = propose(container);
    expect(proposal.layout).toBe('openfwi');
    expect(formatMapping(proposal.mapping)).toBe('in(data1(n,c,x[:98:14],y)),out(model1(n,c,x,y))');
    expect(back.title).toBe('OpenFWI, model to seismograms');
    const own = await applyMapping(container, proposal.mapping);
    expect(own.inputs.data[((2 * 5 + 3) * 7 + 4) * 7 + 6]).toBe(wave(2, 3, 4 * 14, 6, 0));
  });

  it('our names, whatever else is there', async () => {
    await expectArrival(
      listedContainer({
        inputs: filled([4, 8, 6], (n, x, y) => wave(n, 0, x, y, 0)),
        outputs: filled([4, 2, 8, 6], (n, c, x, y) => wave(n, 1, x, y, c)),
        x: filled([4, 8, 8], (n, x, y) => wave(n, 0, x, y, 0)),
        y: filled([4, 8, 8], (n, x, y) => wave(n, 0, x, y, 1)),
      }),
      'own',
      {
        samples: counting(4),
        inputs: [(n, x, y) => wave(n, 0, x, y, 0)],
        outputs: [0, 1].map((c) => (n, x, y) => wave(n, 1, x, y, c)),
      },
    );
  });

  it('our names with their axes in another order', async () => {
    const wanted = {
      samples: counting(5),
      inputs: [0, 1].map((c) => (n: number, x: number, y: number) => wave(n, 0, x, y, c)),
      outputs: [(n: number, x: number, y: number) => wave(n, 1, x, y, 0)],
    };
    await expectArrival(
      listedContainer({
        inputs: filled([5, 8, 8, 2], (n, x, y, c) => wave(n, 0, x, y, c)),
        outputs: filled([5, 8, 8, 1], (n, x, y) => wave(n, 1, x, y, 0)),
      }),
      'own',
      wanted,
    );
    await expectArrival(
      listedContainer({
        inputs: filled([8, 8, 2, 5], (x, y, c, n) => wave(n, 0, x, y, c)),
        outputs: filled([8, 8, 5], (x, y, n) => wave(n, 1, x, y, 0)),
      }),
      'own',
      wanted,
    );
  });

  it('our data sets with training and test samples apart', async () => {
    const proposal = await expectArrival(
      listedContainer({
        train_parameters: filled([5, 2], (n, c) => wave(n, 0, 0, 0, c)),
        train_fields: filled([5, 3, 8, 8], (n, t, x, y) => wave(n, t, x, y, 0)),
        test_parameters: filled([3, 2], (n, c) => wave(n + 5, 0, 0, 0, c)),
        test_fields: filled([3, 3, 8, 8], (n, t, x, y) => wave(n + 5, t, x, y, 0)),
      }),
      'own',
      {
        samples: counting(8),
        inputs: [0, 1].map((c) => (n) => wave(n, 0, 0, 0, c)),
        outputs: [0, 1, 2].map((t) => (n, x, y) => wave(n, t, x, y, 0)),
      },
    );
    expect(formatMapping(proposal.mapping)).toBe(
      'in({train:test}_parameters(n,c)),out({train:test}_fields(n,t,x,y)),split(0:5,5:8)',
    );
  });

  it('no names at all', async () => {
    const proposal = await expectArrival(
      listedContainer(
        { waves: filled([4, 3, 8, 10], (n, t, x, y) => wave(n, t, x, y, 0)) },
        [],
        'npy',
      ),
      'guess',
      {
        samples: counting(4),
        inputs: [(n, x, y) => wave(n, 0, x, y, 0)],
        outputs: [1, 2].map((t) => (n, x, y) => wave(n, t, x, y, 0)),
      },
    );
    expect(proposal.notes[0]).toMatch(/^This is a guess from the shapes alone/);
    await expectArrival(
      listedContainer({
        sol: filled([4, 8, 8], (n, x, y) => wave(n, 1, x, y, 0)),
        what: filled([4, 8, 8], (n, x, y) => wave(n, 0, x, y, 0)),
      }),
      'guess',
      {
        samples: counting(4),
        inputs: [(n, x, y) => wave(n, 0, x, y, 0)],
        outputs: [(n, x, y) => wave(n, 1, x, y, 0)],
      },
    );
  });

  it('nothing is proposed for what has no fields', () => {
    expect(
      propose(listedContainer({ a: { shape: [100] }, b: { shape: [3, 2] }, c: { shape: [] } })),
    ).toEqual([]);
  });
});
