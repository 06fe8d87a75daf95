/**
 * PDEBench in one file: `tensor` [sample, t, x, y] and coordinates, with the coefficient of the equation as `nu`
 * [sample, x, y]. Its loader puts `nu` before the frames, and keeps the first samples for testing.
 *
 * Source: Takamoto et al., "PDEBench: An Extensive Benchmark for Scientific Machine Learning" (2022), and its loaders.
 */
import { Hdf5Writer } from '../../files/hdf5Writer.ts';
import { shapeOf } from './content.ts';
import { provenance, writerOf } from './hdf5Parts.ts';
import { samplesIn, type DataLayout } from './layout.ts';

const names = ['x-coordinate', 'y-coordinate'];

export const pdebench: DataLayout = {
  id: 'pdebench',
  ending: '.hdf5',
  order: ['test', 'train'],
  fileName: (set) => (set === 'shifted' ? 'slimwave_shifted.hdf5' : 'slimwave.hdf5'),
  async open(content, parts, sink) {
    const file = await Hdf5Writer.create(sink);
    const { space, times, medium, parameters } = content;
    const shape = shapeOf(content);
    const rows = samplesIn(parts);
    file.attributes('/', provenance(content, parts));
    file.rows('tensor', { type: 'f4', rows, shape: [times.length, ...shape] }, { units: 'm' });
    space.forEach(({ at, name }, i) =>
      file.array(names[i], Float32Array.from(at), {}, { units: 'm', long_name: name }),
    );
    file.array('t-coordinate', Float32Array.from(times), {}, { units: 's' });
    // The loader wants the coefficient of every sample, also where all have the same.
    const perSample = medium.map(({ name, varies }) => varies || arrayOf(name) === 'nu');
    medium.forEach(({ name, unit }, i) => {
      const options = { type: 'f4', rows, shape } as const;
      if (perSample[i]) file.rows(arrayOf(name), options, { units: unit, long_name: name });
    });
    if (parameters.length > 0)
      file.rows('parameters', { type: 'f8', rows, shape: [parameters.length] });
    let row = 0;
    return writerOf(file, {
      put(sample) {
        file.write('tensor', row, sample.field);
        medium.forEach(({ name, unit }, i) => {
          const field = sample.medium[i];
          if (perSample[i]) file.write(arrayOf(name), row, field);
          else if (row === 0) file.array(name, field, { shape }, { units: unit });
        });
        if (parameters.length > 0) file.write('parameters', row, sample.parameters);
        row += 1;
      },
    });
  },
};

/** `nu` is the coefficient that PDEBench’s loader reads. */
const arrayOf = (name: string): string => (name === 'speed_of_sound' ? 'nu' : name);
