/**
 * What the page and its workers say to each other. One worker simulates, each network has its own; all
 * run the same script. Every message carries the `runId` of the run it belongs to, and the page ignores
 * what belongs to an older one.
 */
import type { BackendReport } from '../engine/backend/choose.ts';
import type { SetName } from '../engine/data/dataset.ts';
import type { SampleChunk } from '../engine/data/samples.ts';
import type { Experiment, NetworkId } from '../engine/experiment/schema.ts';
import type { Source } from '../engine/fem/simulator.ts';
import type { Progress, TrainingResult } from '../engine/train/session.ts';

export type Command = { runId: number } & (
  | { type: 'simulate'; experiment: Experiment; source: Source }
  /** Simulates all samples after the first `from` ones and delivers them in `samples` events. */
  | { type: 'makeData'; experiment: Experiment; from: number }
  /** Starts a backend and answers `backend`; a worker that already runs it answers at once. */
  | { type: 'startBackend'; wanted: Experiment['backend'] }
  /** Builds the network at its initial weights; answers `prepared`. */
  | { type: 'prepare'; experiment: Experiment; network: NetworkId }
  | { type: 'samples'; set: SetName; sources: Source[]; fields: Float32Array }
  /** Trains to step `until`, then `paused` or `finished`. */
  | { type: 'train'; until: number }
  /** Ends training or simulation after the step or sample in progress; answers `paused`. */
  | { type: 'pause' }
  | { type: 'forecast'; source: Source }
);

export type LabEvent = { runId: number } & (
  | ({ type: 'recording' } & SceneRecording)
  | ({ type: 'samples' } & SampleChunk)
  | { type: 'backend'; report: BackendReport }
  /** `needsData`: the worker does not hold this experiment's samples yet. */
  | { type: 'prepared'; needsData: boolean }
  | ({ type: 'progress' } & Progress)
  /** No step is running any more. */
  | { type: 'paused'; step: number }
  | { type: 'finished'; result: TrainingResult }
  | { type: 'forecast'; source: Source; field: Float32Array; step: number; milliseconds: number }
  | { type: 'failed'; name: string; message: string }
);

/** One simulated source. Fields are [time, x, y] in metres. */
export interface SceneRecording {
  source: Source;
  /** u on the zone's grid at `times`. */
  zone: Float32Array;
  /** u on the nodes of the square, at multiples of `interval` from t = 0. */
  domain: Float32Array;
  /** Points per side of `domain`. */
  domainPoints: number;
  /** Output times (s) of the zone's frames. */
  times: number[];
  /** Time between two frames (s); the zone's first frame is the domain's frame number `skipped`. */
  interval: number;
  skipped: number;
  /** Time step (s) and number of steps. */
  dt: number;
  steps: number;
  milliseconds: number;
}

/** Buffers of a message that are handed over instead of copied; shared memory needs no handing over. */
export function transferables(message: Command | LabEvent): ArrayBuffer[] {
  const arrays = Object.values(message).filter((value) => value instanceof Float32Array);
  return arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
