/** The shot gather of the sample on the stage, found once per recording. */
import { experimentAt } from '../../../engine/experiment/parameters.ts';
import { gatherOf, type Gather } from '../../../engine/scene/gather.ts';
import type { SceneRecording } from '../../../worker/protocol.ts';

const known = new WeakMap<SceneRecording, Gather>();

export function recordedGather(recording: SceneRecording): Gather {
  const before = known.get(recording);
  if (before) return before;
  const { experiment, parameters, seismograms, steps, dt } = recording;
  const length = steps + 1;
  const traces = Array.from({ length: seismograms.length / length }, (_, r) =>
    seismograms.subarray(r * length, (r + 1) * length),
  );
  const gather = gatherOf(experimentAt(experiment, parameters), traces, dt);
  known.set(recording, gather);
  return gather;
}
