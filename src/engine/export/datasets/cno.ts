/**
 * The wave data of the convolutional neural operators: a group for every sample with `input` and `output` [x, y], and
 * the smallest and largest value of each, by which the loader scales.
 *
 * Source: Raonić et al., "Convolutional Neural Operators for robust and accurate learning of PDEs" (2023, arXiv
 * 2302.01178), and its loader: training samples from 0, tests from 1152 on, another distribution in a file of its own.
 */
import { Hdf5Writer } from '../../files/hdf5Writer.ts';
import { pointsOf, shapeOf } from './content.ts';
import { provenance, writerOf } from './hdf5Parts.ts';
import type { DataLayout } from './layout.ts';

/** Smallest and largest value so far. */
class Extremes {
  min = Infinity;
  max = -Infinity;

  add(values: Float32Array): void {
    for (const value of values) {
      this.min = Math.min(this.min, value);
      this.max = Math.max(this.max, value);
    }
  }
}

export const cno: DataLayout = {
  id: 'cno',
  ending: '.h5',
  order: ['train', 'test'],
  fileName: (set, { space }) =>
    `WaveData_${space.map(({ at }) => at.length).join('x')}_${set === 'shifted' ? 'OUT' : 'IN'}.h5`,
  problem: ({ beginsWithField, inputChannels }) =>
    beginsWithField && inputChannels === 1
      ? undefined
      : 'CNO’s layout has one field as input and one as output, as the task “Propagator” has: choose another layout.',
  async open(content, parts, sink) {
    const file = await Hdf5Writer.create(sink);
    file.attributes('/', provenance(content, parts));
    const [points, shape] = [pointsOf(content), shapeOf(content)];
    const [inputs, outputs] = [new Extremes(), new Extremes()];
    const time = content.times.at(-1)!;
    let sample = 0;
    return writerOf(file, {
      put({ field }) {
        const group = `Sample_${sample}_t_${time}`;
        const [input, output] = [field.subarray(0, points), field.subarray(-points)];
        file.group(group);
        file.array(`${group}/input`, input, { shape }, { units: 'm' });
        file.array(`${group}/output`, output, { shape }, { units: 'm' });
        inputs.add(input);
        outputs.add(output);
        sample += 1;
      },
      finish() {
        const extremes = {
          min_u0: inputs.min,
          max_u0: inputs.max,
          min_u: outputs.min,
          max_u: outputs.max,
        };
        for (const [name, value] of Object.entries(extremes)) file.array(name, value);
      },
    });
  },
};
