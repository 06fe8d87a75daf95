/**
 * PDEBench with a group for every seed: `0000/data` [t, x, y, channel] and `0000/grid`. Its loader takes every group of
 * the root for a sample, in alphabetical order, and keeps the last ones for testing.
 *
 * Source: Takamoto et al., "PDEBench: An Extensive Benchmark for Scientific Machine Learning" (2022), and its loaders.
 */
import { Hdf5Writer } from '../../files/hdf5Writer.ts';
import { shapeOf } from './content.ts';
import { provenance, writerOf } from './hdf5Parts.ts';
import { samplesIn, type DataLayout } from './layout.ts';

const DIGITS = 4;

export const pdebenchSeeds: DataLayout = {
  id: 'pdebench-seed',
  ending: '.h5',
  order: ['train', 'test'],
  fileName: (set) => (set === 'shifted' ? 'slimwave_shifted.h5' : 'slimwave.h5'),
  async open(content, parts, sink) {
    const file = await Hdf5Writer.create(sink);
    const { space, times, medium, parameters } = content;
    const shape = shapeOf(content);
    const digits = Math.max(DIGITS, String(samplesIn(parts) - 1).length);
    file.attributes('/', provenance(content, parts));
    let seed = 0;
    return writerOf(file, {
      put(sample) {
        const group = String(seed).padStart(digits, '0');
        file.group(group);
        const data = [times.length, ...shape, 1];
        file.array(`${group}/data`, sample.field, { shape: data }, { units: 'm' });
        file.group(`${group}/grid`);
        space.forEach(({ at }, i) =>
          file.array(`${group}/grid/${'xy'[i]}`, Float32Array.from(at), {}, { units: 'm' }),
        );
        file.array(`${group}/grid/t`, Float32Array.from(times), {}, { units: 's' });
        medium.forEach(({ name, unit }, i) =>
          file.array(`${group}/${name}`, sample.medium[i], { shape }, { units: unit }),
        );
        if (parameters.length > 0) file.array(`${group}/parameters`, sample.parameters);
        seed += 1;
      },
    });
  },
};
