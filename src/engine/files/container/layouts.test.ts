import { describe, expect, it } from 'vitest';
import { indexOf, shapeText } from '../arrays.ts';
import type { Slab } from './container.ts';
import { publicLayouts, waveValue, type PublicLayout, type Storage } from './layouts.testing.ts';
import { openContainer } from './open.ts';

const listed: Record<PublicLayout, string> = {
  cno: 'WaveData_64x64_IN.h5/Sample_0_t_5/input [8, 8]',
  cnoPoisson: 'Sample_5/output [8, 8]',
  pdebench: 'tensor [6, 5, 8, 8]',
  pdebenchDarcy: 'nu [6, 8, 8]',
  pdebenchFlow: 'Vx [6, 5, 8, 8]',
  pdebenchSeeds: '0005/data [5, 8, 8, 1]',
  theWell: 't1_fields/velocity [6, 5, 8, 8, 2]',
  poseidon: 'solution [6, 5, 8, 8]',
  neuraloperator: 'y [6, 8, 8]',
  fnoMatlab: 'u [6, 8, 8, 5]',
  pdeArena: 'train/vx [6, 5, 8, 8]',
  openFwi: 'data1 [6, 5, 20, 8]',
  npy: 'waves [6, 5, 8, 8]',
  npz: 'series [6, 5, 8, 8]',
};

const layouts = Object.keys(publicLayouts) as PublicLayout[];

/** Every second point, but the first, of every axis that has as many. */
const part = (shape: readonly number[]): Slab =>
  shape.map((extent) =>
    extent > 3
      ? { start: 1, count: Math.floor((extent - 1) / 2), step: 2 }
      : { start: 0, count: extent, step: 1 },
  );

describe.each<[string, Storage]>([
  ['plain', {}],
  ['in chunks, by gzip, in the newest format', { packed: 'gzip', version: 'latest' }],
  ['in shuffled chunks of float64', { packed: 'shuffle', type: 'f8' }],
])('files of public layouts, %s', (_, storage) => {
  it.each(layouts)('are listed and read: %s', async (layout) => {
    const container = await openContainer(await publicLayouts[layout]({}, storage));
    const names = container.arrays.map(({ name, shape }) => `${name} ${shapeText(shape)}`);
    expect(names).toContain(listed[layout]);
    expect(container.arrays.map(({ problem }) => problem)).toEqual(names.map(() => undefined));
    const info = container.arrays.find(({ name }) => listed[layout].startsWith(`${name} `))!;
    const slab = part(info.shape);
    const { data, shape } = await container.read(info.name, slab);
    data.forEach((value, i) => {
      const index = indexOf(i, shape).map((k, axis) => slab[axis].start + k * slab[axis].step);
      expect(value).toBeCloseTo(waveValue(info.path, index), 6);
    });
    container.close();
  });
});

describe('attributes', () => {
  it('of The Well tell the fields and what they vary with', async () => {
    const { arrays, groups } = await openContainer(await publicLayouts.theWell());
    const speed = arrays.find(({ path }) => path === 't0_fields/speed_of_sound');
    expect(speed?.attributes).toEqual({ sample_varying: 1, time_varying: 0, dim_varying: [1, 1] });
    const [root, ...others] = groups;
    expect(root).toMatchObject({ path: '', attributes: { n_trajectories: 6 } });
    expect(others.find(({ path }) => path === 't0_fields')?.attributes).toEqual({
      field_names: ['pressure', 'density', 'speed_of_sound'],
    });
  });

  it('of netCDF name the axes', async () => {
    const { arrays } = await openContainer(await publicLayouts.poseidon());
    const speed = arrays.find(({ path }) => path === 'c');
    expect(speed?.attributes).toEqual({ DIMENSION_LIST: ['sample', 'x', 'y'] });
  });
});
