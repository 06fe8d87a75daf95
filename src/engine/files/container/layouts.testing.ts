/**
 * Small files in the layouts of public data sets, with values that any reader can compute again: `waveValue` of the
 * array's path and of the index.
 */
import type * as h5wasm from 'h5wasm';
import { product } from '../../math.ts';
import { indexOf } from '../arrays.ts';
import { writeNpy } from '../npy.ts';
import { writeNpz } from '../npz.ts';
import type { ByteSource } from './container.ts';
import { hdf5Bytes } from './hdf5.testing.ts';
import { memorySource } from './memorySource.ts';

/** How values are stored; by default one after another as float32. */
export interface Storage {
  readonly type?: 'f4' | 'f8' | 'i2' | 'i4' | 'u1';
  /** Chunks of one sample each. */
  readonly chunked?: boolean;
  /** By deflate, or shuffled only. Needs chunks. */
  readonly packed?: 'gzip' | 'shuffle';
  readonly version?: 'earliest' | 'latest';
}

export interface LayoutSize {
  readonly samples?: number;
  readonly times?: number;
  readonly x?: number;
  readonly y?: number;
}

/**
 * A smooth field at an index of the array with this path: different in every array and sample, and changing little from
 * one time and point to the next. Numbers of groups in the path count as samples.
 */
export function waveValue(path: string, index: readonly number[]): number {
  let seed = 0;
  for (const c of path) seed = (seed * 31 + c.charCodeAt(0)) % 1009;
  return index.reduce(
    (value, at, axis) => value + Math.sin(0.21 * (axis + 1) * at + 0.1 * seed + axis) / (axis + 1),
    0,
  );
}

/** All values of an array, in C order. */
export const waveValues = (path: string, shape: readonly number[]): Float64Array =>
  Float64Array.from({ length: product(shape) }, (_, i) => waveValue(path, indexOf(i, shape)));

const SIZE = { samples: 6, times: 5, x: 8, y: 8 } as const;

/** Of which integers are ten times the wave, rounded. */
const stored = {
  f4: (values: Float64Array) => Float32Array.from(values),
  f8: (values: Float64Array) => values,
  i2: (values: Float64Array) => Int16Array.from(values, (value) => Math.round(10 * value)),
  i4: (values: Float64Array) => Int32Array.from(values, (value) => Math.round(10 * value)),
  u1: (values: Float64Array) => Uint8Array.from(values, (value) => Math.round(10 * value + 50)),
} as const;

/** Adds an array of wave values at a path whose groups it makes. */
function add(
  file: h5wasm.File,
  path: string,
  shape: readonly number[],
  { type = 'f4', chunked, packed }: Storage = {},
  values = waveValues(path, shape),
): h5wasm.Dataset {
  const groups = path.split('/').slice(0, -1);
  groups.forEach((_, i) => {
    const group = groups.slice(0, i + 1).join('/');
    if (!file.get(group)) file.create_group(group);
  });
  const cut = (chunked ?? packed !== undefined) && shape.length > 1;
  return file.create_dataset({
    name: path,
    data: stored[type](values),
    shape: [...shape],
    ...(cut ? { chunks: [1, ...shape.slice(1)] } : {}),
    ...(cut && packed === 'gzip' ? { compression: 'gzip' as const } : {}),
    ...(cut && packed === 'shuffle' ? { compression: 2, compression_opts: [] } : {}),
  });
}

const line = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => i / count);

const hdf5 = async (
  name: string,
  { version }: Storage,
  fill: (file: h5wasm.File) => void,
): Promise<ByteSource> => memorySource(name, await hdf5Bytes(fill, version));

type Make = (size?: LayoutSize, storage?: Storage) => Promise<ByteSource[]>;

/** CNO's wave equation: a file IN and a file OUT, groups by sample, and scalars for the scaling. */
const cno: Make = async (size, storage = {}) => {
  const { samples, x, y } = { ...SIZE, ...size };
  const file = (name: string, count: number) =>
    hdf5(name, storage, (written) => {
      for (let i = 0; i < count; i++) {
        for (const part of ['input', 'output'])
          add(written, `Sample_${i}_t_5/${part}`, [x, y], storage);
      }
      for (const [scalar, value] of [
        ['min_u0', -2],
        ['max_u0', 2],
        ['min_u', -3],
        ['max_u', 3],
      ] as const) {
        written.create_dataset({ name: scalar, data: [value], shape: [], dtype: '<d' });
      }
    });
  return [
    await file('WaveData_64x64_IN.h5', samples),
    await file('WaveData_64x64_OUT.h5', Math.ceil(samples / 2)),
  ];
};

/** CNO's other equations, here Poisson's. */
const cnoPoisson: Make = async (size, storage = {}) => {
  const { samples, x, y } = { ...SIZE, ...size };
  const source = await hdf5('PoissonData_64x64_IN.h5', storage, (file) => {
    for (let i = 0; i < samples; i++) {
      for (const part of ['input', 'output']) add(file, `Sample_${i}/${part}`, [x, y], storage);
    }
    for (const [name, value] of [
      ['min_inp', -2],
      ['max_inp', 2],
      ['min_out', -2],
      ['max_out', 2],
    ] as const) {
      file.create_dataset({ name, data: [value], shape: [], dtype: '<d' });
    }
  });
  return [source];
};

/** PDEBench in one file, here Darcy flow: one time, and a coefficient. */
const pdebenchDarcy: Make = async (size, storage = {}) => {
  const { samples, x, y } = { ...SIZE, ...size };
  const source = await hdf5('2D_DarcyFlow_beta1.0_Train.hdf5', storage, (file) => {
    add(file, 'tensor', [samples, 1, x, y], storage);
    add(file, 'nu', [samples, x, y], storage);
    add(file, 'x-coordinate', [x], {}, line(x));
    add(file, 'y-coordinate', [y], {}, line(y));
  });
  return [source];
};

/** PDEBench in one file, a field over time. */
const pdebench: Make = async (size, storage = {}) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const source = await hdf5('2D_diff-react.hdf5', storage, (file) => {
    add(file, 'tensor', [samples, times, x, y], storage);
    add(file, 'x-coordinate', [x], {}, line(x));
    add(file, 'y-coordinate', [y], {}, line(y));
    add(file, 't-coordinate', [times], {}, line(times));
  });
  return [source];
};

/** PDEBench in one file, several fields. */
const pdebenchFlow: Make = async (size, storage = {}) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const source = await hdf5('2D_CFD_Rand_M0.1.hdf5', storage, (file) => {
    for (const name of ['density', 'pressure', 'Vx', 'Vy']) {
      add(file, name, [samples, times, x, y], storage);
    }
    add(file, 'x-coordinate', [x], {}, line(x));
    add(file, 'y-coordinate', [y], {}, line(y));
    add(file, 't-coordinate', [times + 1], {}, line(times + 1));
  });
  return [source];
};

/** PDEBench with a group for every seed, here shallow water. */
const pdebenchSeeds: Make = async (size, storage = {}) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const source = await hdf5('2D_rdb_NA_NA.h5', storage, (file) => {
    for (let i = 0; i < samples; i++) {
      const group = String(i).padStart(4, '0');
      add(file, `${group}/data`, [times, x, y, 1], storage);
      add(file, `${group}/grid/x`, [x], {}, line(x));
      add(file, `${group}/grid/y`, [y], {}, line(y));
      add(file, `${group}/grid/t`, [times], {}, line(times));
    }
  });
  return [source];
};

/** The Well's acoustic scattering: fields by their tensor order, those that do not vary without the axis. */
const theWell: Make = async (size, storage = {}) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const source = await hdf5('acoustic_scattering_maze_chunk_0.hdf5', storage, (file) => {
    file.create_attribute('dataset_name', 'acoustic_scattering_maze');
    file.create_attribute('grid_type', 'cartesian');
    file.create_attribute('n_trajectories', samples, [], '<q');
    const field = (path: string, shape: readonly number[], time: boolean) => {
      const array = add(file, path, shape, storage);
      for (const [name, value] of [
        ['sample_varying', true],
        ['time_varying', time],
      ] as const) {
        array.create_attribute(name, Number(value), [], '<b');
      }
      array.create_attribute('dim_varying', Int8Array.of(1, 1));
    };
    field('t0_fields/pressure', [samples, times, x, y], true);
    field('t0_fields/density', [samples, x, y], false);
    field('t0_fields/speed_of_sound', [samples, x, y], false);
    field('t1_fields/velocity', [samples, times, x, y, 2], true);
    file.create_group('t2_fields');
    const names = { t0_fields: ['pressure', 'density', 'speed_of_sound'], t1_fields: ['velocity'] };
    for (const [group, fields] of Object.entries(names)) {
      (file.get(group) as h5wasm.Group).create_attribute('field_names', fields);
    }
    add(file, 'dimensions/time', [times], {}, line(times));
    add(file, 'dimensions/x', [x], {}, line(x));
    add(file, 'dimensions/y', [y], {}, line(y));
    (file.get('dimensions') as h5wasm.Group).create_attribute('spatial_dims', ['x', 'y']);
    file.create_group('scalars');
    add(file, 'boundary_conditions/x_open/mask', [x], { type: 'u1' }, new Float64Array(x));
  });
  return [source];
};

/** Poseidon's wave data: netCDF 4 without coordinates. */
const poseidon: Make = async (size, storage = {}) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const source = await hdf5('solution_0.nc', storage, (file) => {
    file.create_attribute('_NCProperties', 'version=2,netcdf=4.9.0,hdf5=1.12.2');
    const extents = { sample: samples, time: times, x, y };
    const scale = (name: keyof typeof extents) => {
      const made = file.create_dataset({ name, data: new Float32Array(extents[name]) });
      const lack = 'This is a netCDF dimension but not a netCDF variable.';
      made.make_scale(`${lack}${String(extents[name]).padStart(10)}`);
    };
    for (const name of ['sample', 'time', 'x', 'y'] as const) scale(name);
    const solution = add(file, 'solution', [samples, times, x, y], storage);
    ['sample', 'time', 'x', 'y'].forEach((name, axis) => solution.attach_scale(axis, name));
    const speed = add(file, 'c', [samples, x, y], storage);
    ['sample', 'x', 'y'].forEach((name, axis) => speed.attach_scale(axis, name));
  });
  return [source];
};

/** neuraloperator's HDF5. */
const neuraloperator: Make = async (size, storage = {}) => {
  const { samples, x, y } = { ...SIZE, ...size };
  const source = await hdf5('darcy_train_16.h5', storage, (file) => {
    add(file, 'x', [samples, x, y], storage);
    add(file, 'y', [samples, x, y], storage);
  });
  return [source];
};

/** The original FNO's Navier–Stokes data, MATLAB 7.3: [n, x, y, t] in MATLAB, and the other way round in the file. */
const fnoMatlab: Make = async (size, storage = {}) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const bytes = await hdf5Bytes((file) => {
    const array = (name: string, shape: readonly number[], values = waveValues(name, shape)) => {
      const turned = Float64Array.from(values, (_, i) => {
        const index = indexOf(i, shape.toReversed()).toReversed();
        return values[index.reduce((at, k, axis) => at * shape[axis] + k, 0)];
      });
      const type = storage.type === 'f8' ? 'f8' : 'f4';
      const dataset = add(file, name, shape.toReversed(), { ...storage, type }, turned);
      dataset.create_attribute('MATLAB_class', type === 'f8' ? 'double' : 'single', null, 'S6');
    };
    array('a', [samples, x, y]);
    array('u', [samples, x, y, times]);
    array('t', [1, times], line(times));
  }, storage.version);
  // MATLAB's own text stands before the file.
  const whole = new Uint8Array(512 + bytes.length);
  whole.set(new TextEncoder().encode('MATLAB 7.3 MAT-file, Platform: GLNXA64'));
  whole.set(bytes, 512);
  return [memorySource('NavierStokes_V1e-3_N5000_T50.mat', whole)];
};

/** PDEArena: one group, float64. */
const pdeArena: Make = async (size, storage = {}) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const source = await hdf5('NavierStokes2D_train_1.h5', storage, (file) => {
    for (const name of ['u', 'vx', 'vy']) {
      add(file, `train/${name}`, [samples, times, x, y], { type: 'f8', ...storage });
    }
    add(file, 'train/t', [samples, times], { type: 'f8' });
    add(file, 'train/x', [samples, x], { type: 'f8' });
    add(file, 'train/y', [samples, y], { type: 'f8' });
    for (const name of ['dt', 'dx', 'dy']) add(file, `train/${name}`, [samples], { type: 'f8' });
  });
  return [source];
};

const floats = (path: string, shape: readonly number[]) => ({
  shape,
  data: Float32Array.from(waveValues(path, shape)),
});

/** OpenFWI: seismic records of five sources, and the speeds under them. */
const openFwi: Make = async (size) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const npy = (name: string, shape: readonly number[]) =>
    memorySource(`${name}.npy`, writeNpy(name, floats(name, shape)));
  return [npy('data1', [samples, 5, 4 * times, x]), npy('model1', [samples, 1, y, x])];
};

/** One .npy. */
const npy: Make = async (size) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  return [memorySource('waves.npy', writeNpy('waves', floats('waves', [samples, times, x, y])))];
};

/** An .npz with names of nobody's; packed by deflate where that is asked for. */
const npz: Make = async (size, { packed } = {}) => {
  const { samples, times, x, y } = { ...SIZE, ...size };
  const arrays = {
    start: floats('start', [samples, x, y]),
    series: floats('series', [samples, times, x, y]),
  };
  return [memorySource('waves.npz', writeNpz(arrays, { level: packed ? 6 : 0 }))];
};

/** Every public layout, by name. */
export const publicLayouts = {
  cno,
  cnoPoisson,
  pdebench,
  pdebenchDarcy,
  pdebenchFlow,
  pdebenchSeeds,
  theWell,
  poseidon,
  neuraloperator,
  fnoMatlab,
  pdeArena,
  openFwi,
  npy,
  npz,
} as const satisfies Record<string, Make>;

export type PublicLayout = keyof typeof publicLayouts;
