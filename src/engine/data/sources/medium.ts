import { drawSample, restField, speedField } from '../../medium/sample.ts';
import { randomStream } from '../../random.ts';
import type { SampleSource } from './source.ts';

/** Random fields in random media: u(0) (m) and c (m/s) are the two channels of the input [x, y, channel]. */
export const medium: SampleSource = {
  drawer({ modes, data }, set) {
    const amplitudes = randomStream(data.seed, `${set} modes`);
    const media = randomStream(data.seed, `${set} media`);
    return () => drawSample(modes.count, amplitudes, media);
  },
  input(values, experiment) {
    const field = restField(values, experiment, experiment.task.grid);
    const speeds = speedField(values, experiment);
    return Float32Array.from({ length: 2 * field.length }, (_, i) =>
      i % 2 === 0 ? field[i / 2] : speeds[(i - 1) / 2],
    );
  },
  times: (experiment) => [experiment.modes.time],
};
