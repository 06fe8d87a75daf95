/**
 * The Well: fields by their tensor rank, `t0_fields/displacement` [sample, t, x, y], axes that do not vary left out, with
 * attributes that say so. Training, validation and test samples are files in folders of their own.
 *
 * Source: Ohana et al., "The Well: a Large-Scale Collection of Diverse Physics Simulations for Machine Learning"
 * (2024), its data format and its loader. It stores truth values as h5py’s booleans; here they are 8-bit integers, which
 * h5wasm can write and the loader treats alike.
 */
import { Hdf5Writer, type Attributes } from '../../files/hdf5Writer.ts';
import { shapeOf, type DataContent, type SpaceAxis } from './content.ts';
import { provenance, writerOf } from './hdf5Parts.ts';
import { samplesIn, type DataLayout } from './layout.ts';

const FOLDERS = { train: 'train', test: 'test', shifted: 'shifted' } as const;

const varying = (sample: boolean, time: boolean): Attributes => ({
  sample_varying: sample,
  time_varying: time,
});

export const theWell: DataLayout = {
  id: 'the-well',
  ending: '.hdf5',
  order: [],
  fileName: (set) => `data/${FOLDERS[set]}/slimwave_${FOLDERS[set]}.hdf5`,
  async open(content, parts, sink) {
    const file = await Hdf5Writer.create(sink);
    const rows = samplesIn(parts);
    writeFrame(file, content, rows);
    file.attributes('/', provenance(content, parts));
    const { medium, parameters } = content;
    const free = parameters.map(({ low, high }) => low < high);
    let row = 0;
    return writerOf(file, {
      put(sample) {
        file.write('t0_fields/displacement', row, sample.field);
        medium.forEach(({ name, unit, varies }, i) => {
          const path = `t0_fields/${name}`;
          const shape = shapeOf(content);
          if (varies) file.write(path, row, sample.medium[i]);
          else if (row === 0)
            file.array(path, sample.medium[i], { shape }, fieldOf(content, unit, [false, false]));
        });
        parameters.forEach(({ key }, i) => {
          if (free[i]) file.write(`scalars/${key}`, row, Float32Array.of(sample.parameters[i]));
        });
        row += 1;
      },
    });
  },
};

const fieldOf = (
  { space }: DataContent,
  units: string,
  [sample, time]: readonly [boolean, boolean],
): Attributes => ({ ...varying(sample, time), dim_varying: space.map(() => true), units });

/** Everything but the samples. */
function writeFrame(file: Hdf5Writer, content: DataContent, rows: number): void {
  const { space, times, medium, parameters } = content;
  const shape = shapeOf(content);
  const fixed = parameters.filter(({ low, high }) => low === high);
  file.attributes('/', {
    dataset_name: 'slimwave',
    grid_type: 'cartesian',
    n_spatial_dims: BigInt(space.length),
    n_trajectories: BigInt(rows),
    simulation_parameters: fixed.map(({ key }) => key),
    ...Object.fromEntries(fixed.map(({ key, low }) => [key, low])),
  });
  file.group('dimensions', { spatial_dims: space.map(({ name }) => name) });
  const steady = varying(false, false);
  file.array('dimensions/time', Float32Array.from(times), {}, { ...steady, units: 's' });
  for (const { name, at } of space) {
    file.array(`dimensions/${name}`, Float32Array.from(at), {}, { ...steady, units: 'm' });
  }
  file.group('boundary_conditions');
  for (const axis of space) writeEnds(file, axis);
  file.group('scalars', { field_names: parameters.map(({ key }) => key) });
  for (const { key, title, unit = '1', low, high } of parameters) {
    const free = low < high;
    const attributes = { ...varying(free, false), units: unit, long_name: title };
    if (free) file.rows(`scalars/${key}`, { type: 'f4', rows, shape: [] }, attributes);
    else file.array(`scalars/${key}`, Float32Array.of(low), { shape: [] }, attributes);
  }
  file.group('t0_fields', { field_names: ['displacement', ...medium.map(({ name }) => name)] });
  const all = { type: 'f4', rows, shape: [times.length, ...shape] } as const;
  file.rows('t0_fields/displacement', all, fieldOf(content, 'm', [true, true]));
  for (const { name, unit, varies } of medium) {
    const path = `t0_fields/${name}`;
    if (varies) file.rows(path, { type: 'f4', rows, shape }, fieldOf(content, unit, [true, false]));
  }
  for (const group of ['t1_fields', 't2_fields']) file.group(group, { field_names: [] });
}

/** A group for every kind of end that an axis has; its mask is 1 at those ends. */
function writeEnds(file: Hdf5Writer, { name, at, ends }: SpaceAxis): void {
  const pair = ends === 'periodic' ? (['periodic', 'periodic'] as const) : ends;
  for (const kind of new Set(pair)) {
    const group = `boundary_conditions/${name}_${kind}`;
    file.group(group, {
      associated_dims: [name],
      associated_fields: [],
      bc_type: kind.toUpperCase(),
      ...varying(false, false),
    });
    const mask = new Int8Array(at.length);
    mask[0] = Number(pair[0] === kind);
    mask[at.length - 1] = Number(pair[1] === kind);
    file.array(`${group}/mask`, mask);
  }
}
