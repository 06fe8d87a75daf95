/** What the stage shows of a random field: its way from u(0) to u(T), exact or, in a medium, simulated. */
import { modalFields } from '../engine/data/sources/modes.ts';
import type { SampleParameters } from '../engine/experiment/parameters.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { speedField } from '../engine/medium/sample.ts';
import { INTERVALS } from '../engine/medium/sample.ts';
import type { MediumSimulator } from '../engine/medium/simulator.ts';
import type { SceneRecording } from './protocol.ts';

/** A recording of [INTERVALS + 1, grid, grid] frames, the last of which is what the networks forecast. */
function recordingOf(
  experiment: Experiment,
  parameters: SampleParameters,
  domain: Float32Array,
): Omit<SceneRecording, 'dt' | 'steps' | 'milliseconds'> {
  const { time } = experiment.modes;
  const { grid } = experiment.task;
  return {
    experiment,
    parameters,
    zone: domain.slice(INTERVALS * grid * grid),
    domain,
    domainShape: [grid, grid],
    times: [time],
    interval: time / INTERVALS,
    skipped: INTERVALS,
    setupMilliseconds: 0,
    seismograms: new Float32Array(0),
    energy: { times: [], values: [] },
  };
}

export function recordModes(experiment: Experiment, parameters: SampleParameters): SceneRecording {
  const started = performance.now();
  const interval = experiment.modes.time / INTERVALS;
  const times = Array.from({ length: INTERVALS + 1 }, (_, k) => k * interval);
  const recording = recordingOf(experiment, parameters, modalFields(parameters, experiment, times));
  return {
    ...recording,
    dt: interval,
    steps: INTERVALS,
    milliseconds: performance.now() - started,
  };
}

export function recordMedium(
  simulator: MediumSimulator,
  experiment: Experiment,
  parameters: SampleParameters,
): SceneRecording {
  const started = performance.now();
  const { frames, timing, nodes } = simulator.run(parameters, 'all');
  const milliseconds = performance.now() - started;
  const size = experiment.task.grid ** 2;
  const inputs = new Float32Array(2 * size);
  inputs.set(frames.subarray(0, size));
  inputs.set(speedField(parameters, experiment), size);
  return {
    ...recordingOf(experiment, parameters, frames),
    inputs,
    nodes,
    dt: timing.dt,
    steps: timing.steps,
    milliseconds,
  };
}
