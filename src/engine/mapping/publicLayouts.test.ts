/** Files of every public layout, as their own tools write them, opened without a word: what arrives is what was written. */
import { describe, expect, it } from 'vitest';
import {
  publicLayouts,
  waveValue,
  type PublicLayout,
  type Storage,
} from '../files/container/layouts.testing.ts';
import { openContainer } from '../files/container/open.ts';
import { parseMapping } from './mappingText.ts';
import type { LayoutId } from './mapping.ts';
import { openMapped } from './open.ts';
import { propose } from './propose.ts';

/** The value of a channel at a sample of the file and a point. */
type Channel = (n: number, x: number, y: number) => number;

const at =
  (path: string, ...index: (number | 'n' | 'x' | 'y')[]): Channel =>
  (n, x, y) =>
    waveValue(
      path.replace('{n}', String(n)).replace('{nnnn}', String(n).padStart(4, '0')),
      index.map((one) => (typeof one === 'number' ? one : { n, x, y }[one])),
    );

const flow = ['density', 'pressure', 'Vx', 'Vy'];
const later = [1, 2, 3, 4];

const expected: Record<
  PublicLayout,
  { layout: LayoutId; inputs: Channel[]; outputs: Channel[]; points?: [number, number] }
> = {
  cno: {
    layout: 'cno',
    inputs: [at('Sample_{n}_t_5/input', 'x', 'y')],
    outputs: [at('Sample_{n}_t_5/output', 'x', 'y')],
  },
  cnoPoisson: {
    layout: 'cno',
    inputs: [at('Sample_{n}/input', 'x', 'y')],
    outputs: [at('Sample_{n}/output', 'x', 'y')],
  },
  pdebench: {
    layout: 'pdebench',
    inputs: [at('tensor', 'n', 0, 'x', 'y')],
    outputs: later.map((t) => at('tensor', 'n', t, 'x', 'y')),
  },
  pdebenchDarcy: {
    layout: 'pdebench',
    inputs: [at('nu', 'n', 'x', 'y')],
    outputs: [at('tensor', 'n', 0, 'x', 'y')],
  },
  pdebenchFlow: {
    layout: 'pdebench',
    inputs: flow.map((name) => at(name, 'n', 0, 'x', 'y')),
    outputs: flow.flatMap((name) => later.map((t) => at(name, 'n', t, 'x', 'y'))),
  },
  pdebenchSeeds: {
    layout: 'pdebench-seeds',
    inputs: [at('{nnnn}/data', 0, 'x', 'y', 0)],
    outputs: later.map((t) => at('{nnnn}/data', t, 'x', 'y', 0)),
  },
  theWell: {
    layout: 'well',
    inputs: [
      at('t0_fields/density', 'n', 'x', 'y'),
      at('t0_fields/speed_of_sound', 'n', 'x', 'y'),
      at('t0_fields/pressure', 'n', 0, 'x', 'y'),
      at('t1_fields/velocity', 'n', 0, 'x', 'y', 0),
      at('t1_fields/velocity', 'n', 0, 'x', 'y', 1),
    ],
    outputs: later.map((t) => at('t0_fields/pressure', 'n', t, 'x', 'y')),
  },
  poseidon: {
    layout: 'poseidon',
    inputs: [at('c', 'n', 'x', 'y'), at('solution', 'n', 0, 'x', 'y')],
    outputs: later.map((t) => at('solution', 'n', t, 'x', 'y')),
  },
  neuraloperator: {
    layout: 'neuraloperator',
    inputs: [at('x', 'n', 'x', 'y')],
    outputs: [at('y', 'n', 'x', 'y')],
  },
  fnoMatlab: {
    layout: 'fno',
    inputs: [at('a', 'n', 'x', 'y')],
    outputs: [0, ...later].map((t) => at('u', 'n', 'x', 'y', t)),
  },
  pdeArena: {
    layout: 'pdearena',
    inputs: ['u', 'vx', 'vy'].map((name) => at(`train/${name}`, 'n', 0, 'x', 'y')),
    outputs: ['u', 'vx', 'vy'].flatMap((name) =>
      later.map((t) => at(`train/${name}`, 'n', t, 'x', 'y')),
    ),
  },
  openFwi: {
    layout: 'openfwi',
    // Every second of 20 times, for 8 points in depth.
    inputs: [0, 1, 2, 3, 4].map((s) => (n, x, y) => waveValue('data1', [n, s, 2 * x, y])),
    outputs: [at('model1', 'n', 0, 'x', 'y')],
  },
  npy: {
    layout: 'guess',
    inputs: [at('waves', 'n', 0, 'x', 'y')],
    outputs: later.map((t) => at('waves', 'n', t, 'x', 'y')),
  },
  npz: {
    layout: 'guess',
    inputs: [at('start', 'n', 'x', 'y')],
    outputs: [0, ...later].map((t) => at('series', 'n', t, 'x', 'y')),
  },
};

describe.each<[string, Storage]>([
  ['plain', {}],
  ['packed, of float64', { packed: 'gzip', type: 'f8' }],
])('files of public layouts, %s', (_, storage) => {
  it.each(Object.keys(expected) as PublicLayout[])('%s', async (name) => {
    const { layout, inputs, outputs } = expected[name];
    const container = await openContainer(await publicLayouts[name]({}, storage));
    const { own, proposal } = await openMapped(container, undefined);
    expect(proposal?.layout).toBe(layout);
    const [samples] = own.inputs.shape;
    expect(samples).toBe(6);
    for (const [array, channels] of [
      [own.inputs, inputs],
      [own.outputs, outputs],
    ] as const) {
      const [, c, x, y] = array.shape;
      expect([c, x, y]).toEqual([channels.length, 8, 8]);
      const wanted = Array.from({ length: samples }, (_n, n) =>
        channels.flatMap((channel) =>
          Array.from({ length: 64 }, (_p, p) => Math.fround(channel(n, Math.floor(p / 8), p % 8))),
        ),
      ).flat();
      expect([...array.data]).toEqual(wanted);
    }
    // The text says the same.
    const again = await openMapped(container, own.mapping);
    expect(again.own.fingerprint).toBe(own.fingerprint);
    container.close();
  });
});

it('both files of CNO have a proposal each', async () => {
  const container = await openContainer(await publicLayouts.cno());
  const [first, second] = propose(container);
  expect(first.mapping.inputs[0].name).toBe('WaveData_64x64_IN.h5/Sample_{i}_t_5/input');
  expect(second.mapping.inputs[0].name).toBe('WaveData_64x64_OUT.h5/Sample_{i}_t_5/input');
});

it('a mapping by paths finds the arrays of a file whatever its name', async () => {
  const container = await openContainer((await publicLayouts.openFwi()).toReversed());
  const { own } = await openMapped(container, 'in(data1(n,c,x[:16:2],y)),out(model1(n,c,x,y))');
  expect(own.inputs.shape).toEqual([6, 5, 8, 8]);
  expect(parseMapping(own.mapping!).inputs).toHaveLength(1);
});
