/** What the stage shows of a random field: the exact solution on its way from u(0) to u(T). */
import { modalFields } from '../engine/data/sources/modes.ts';
import type { SampleParameters } from '../engine/experiment/parameters.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import type { SceneRecording } from './protocol.ts';

/** Intervals of the animation. */
const INTERVALS = 40;

export function recordModes(experiment: Experiment, parameters: SampleParameters): SceneRecording {
  const started = performance.now();
  const { time } = experiment.modes;
  const { grid } = experiment.task;
  const interval = time / INTERVALS;
  const times = Array.from({ length: INTERVALS + 1 }, (_, k) => k * interval);
  const domain = modalFields(parameters, experiment, times);
  const zone = domain.slice(INTERVALS * grid * grid);
  return {
    experiment,
    parameters,
    zone,
    domain,
    domainPoints: grid,
    times: [time],
    interval,
    skipped: INTERVALS,
    dt: interval,
    steps: INTERVALS,
    milliseconds: performance.now() - started,
    setupMilliseconds: 0,
    seismograms: new Float32Array(0),
    energy: { times: [], values: [] },
  };
}
