/**
 * What the page and its workers say to each other. Some workers simulate, others train: each network has its own,
 * or all share one and its GPU, so that commands and answers name their network. Every
 * message carries the `runId` of the run it belongs to, and the page ignores what belongs to an older one.
 */
import type { BackendReport } from '../engine/device/choose.ts';
import type { BackendName } from '../engine/device/decide.ts';
import type { SetName } from '../engine/data/dataset.ts';
import type { SampleChunk, SampleRange, SamplesOn } from '../engine/data/ranges.ts';
import type { GivenScaling } from '../engine/data/scaling.ts';
import type { SampleParameters } from '../engine/experiment/parameters.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import type { NetworkId } from '../engine/experiment/network.ts';
import type { ExportFile } from '../engine/export/files.ts';
import type { ExportKind } from '../engine/export/kinds.ts';
import type { MeshQuality } from 'slimwave-waves/mesh/quality';
import type { ErrorReport } from '../engine/evaluation/report.ts';
import type { MediumFile } from '../engine/scene/mediumFile.ts';
import type { MeasuredAccuracy } from '../engine/scene/reference.ts';
import type { LayerInspection } from '../engine/inspection/inspect.ts';
import type { LoadedWeights } from '../engine/nets/loaded.ts';
import type { Checkpoint } from '../engine/train/checkpoint.ts';
import type { Compiling, Progress, TrainingResult } from '../engine/train/progress.ts';
import type { TurnMessage } from './turns.ts';

/** The background of experiments from a file, brought before the first command that names it. */
export interface MediumCommand {
  type: 'medium';
  file: MediumFile;
}

export type SimulationCommand = { runId: number } & (
  | MediumCommand
  | { type: 'simulate'; experiment: Experiment; parameters: SampleParameters }
  /** Simulates a range of samples; answers `samples`, or where they are to be made on a GPU that can't do it, `noGpu`. */
  | { type: 'makeSamples'; experiment: Experiment; range: SampleRange; on: SamplesOn }
  /** Simulates the reference of a sample whose zone is given; answers `measuring` several times, then `measured`. */
  | { type: 'measure'; experiment: Experiment; parameters: SampleParameters; zone: Float32Array }
  /** Solves the zone under a forecast trace [frames, points] (m); answers `submodel`. */
  | {
      type: 'submodel';
      experiment: Experiment;
      parameters: SampleParameters;
      network: NetworkId;
      trace: Float32Array;
    }
);

export type NetworkRequest = { runId: number } &
  /**
   * Starts a backend and answers `backend`, after `compiling` if it is measured on an experiment's networks.
   * `networks` is how many are to train side by side: they share the cores.
   */
  (
    | {
        type: 'startBackend';
        wanted: Experiment['backend'];
        networks: number;
        measured?: Experiment;
      }
    /** Builds the network at its initial weights; answers `prepared`, after `backend` if it must use another one. */
    /** `file` identifies the user's data file: its samples are not described by any setting. */
    /** `from`: the checkpoint from which training continues, instead of the initial weights. */
    /** `samplesOn`: what is to simulate its samples; WebAssembly if it is left out. */
    /** `weights`: the trained ones of a file, where the network begins with such. */
    | {
        type: 'prepare';
        experiment: Experiment;
        backend: BackendName;
        networks: number;
        file?: number;
        from?: Checkpoint;
        weights?: LoadedWeights;
        samplesOn?: SamplesOn;
      }
    /** Frees everything of the network, which continues in another worker. */
    | { type: 'leave' }
    | {
        type: 'samples';
        set: SetName;
        first: number;
        inputs: Float32Array;
        fields: Float32Array;
        /** Of samples that come scaled. */
        scaling?: GivenScaling;
      }
    /** Trains to step `until`, then `paused` or `finished`. */
    | { type: 'train'; until: number }
    /** Ends training after the step in progress; `train` answers then, or has answered already. */
    | { type: 'pause' }
    /** Answers `forecast` or `noForecast`. */
    | { type: 'forecast'; parameters: SampleParameters }
    /**
     * Asks a trained network that comes with the page, number `of` of the first preset, for a forecast on behalf of
     * network `whose`; answers `pretrained`. Whichever network it is posted to, its worker answers.
     */
    | {
        type: 'forecastPretrained';
        whose: NetworkId;
        of: NetworkId;
        parameters: SampleParameters;
        /** As in `startBackend`, in case none has been started yet. */
        networks: number;
      }
    /** Looks into the convolution number `layer` (from 0); answers `inspected`. */
    | { type: 'inspect'; layer: number }
    /** The same of a network that comes with the page: see `forecastPretrained`. */
    | {
        type: 'inspectPretrained';
        whose: NetworkId;
        of: NetworkId;
        layer: number;
        networks: number;
      }
    /** Measures where the errors are; answers `located` several times. Training ends it without an answer. */
    | { type: 'locate' }
    /** Answers `exported`; the training must have ended or be paused. */
    | { type: 'export'; what: ExportKind }
    /** Files of data sets are not wanted any more: `exported` has no files then, if they were not made yet. */
    | { type: 'cancelExport'; what: ExportKind }
  );

/** What the page's side of the workers adds by itself: turns (see `turns.ts`) and backgrounds. */
export type NetworkCommand = { network: NetworkId } & (
  NetworkRequest | ({ runId: number } & (TurnMessage | MediumCommand))
);

/** A network asks for turn number `asked`; without a number, it gives its turn back and wants none. */
export type TurnEvent = { runId: number; network?: NetworkId } & { type: 'turn'; asked?: number };

/** What workers post: events for the page, and messages that the ports handle themselves. */
export type WorkerEvent = LabEvent | TurnEvent;

export type Command = SimulationCommand | NetworkCommand;

export type LabEvent = { runId: number; network?: NetworkId } & (
  | ({ type: 'recording' } & SceneRecording)
  | ({ type: 'samples' } & SampleChunk)
  /** Why a GPU does not make the samples, as the end of a sentence. */
  | { type: 'noGpu'; reason: string }
  | { type: 'backend'; report: BackendReport }
  | ({ type: 'compiling' } & Compiling)
  /** `needsData`: the worker does not hold this experiment's samples yet. */
  | { type: 'prepared'; needsData: boolean }
  /** The samples are complete; what the user should know of them, as a sentence. */
  | { type: 'complete'; note?: string }
  | ({ type: 'progress' } & Progress)
  /** From where training can resume if the worker is lost; every few seconds, and before it ends or pauses. */
  | { type: 'checkpoint'; checkpoint: Checkpoint }
  /** No step is running any more. */
  | { type: 'paused'; step: number }
  | { type: 'finished'; result: TrainingResult }
  | {
      type: 'forecast';
      parameters: SampleParameters;
      field: Float32Array;
      /** Root mean square of the training fields (m), where these are not own data. */
      unit: number;
      step: number;
      milliseconds: number;
    }
  /** There are no weights yet. */
  | { type: 'noForecast' }
  | ({ type: 'pretrained'; whose: NetworkId; of: NetworkId } & PretrainedForecast)
  | ({ type: 'inspected' } & Inspection)
  | ({ type: 'located' } & Location)
  | ({ type: 'submodel'; network: NetworkId } & ZoneForecast)
  /** How much of a reference is simulated, from 0 to 1. */
  | { type: 'measuring'; share: number }
  | ({ type: 'measured' } & MeasuredAccuracy)
  /** How far the files of a data set are, in samples. */
  | { type: 'exporting'; what: ExportKind; done: number; total: number }
  /** `problem` says why there are no files; the network is as it was. */
  | { type: 'exported'; what: ExportKind; files: ExportFile[]; problem?: string }
  | { type: 'failed'; name: string; message: string }
);

/** What a network that comes with the page forecasts. */
export interface PretrainedForecast {
  parameters: SampleParameters;
  /** [t, x, y] in metres; empty if there is a problem. */
  field: Float32Array;
  unit: number;
  milliseconds: number;
  /** Why there is no forecast, as the end of a sentence. */
  problem?: string;
}

/** One convolution of a network at a step. */
export interface Inspection {
  /** Of a network that comes with the page: the one that it stands for. */
  whose?: NetworkId;
  layer: number;
  step: number;
  /** Convolutions of the network; 0 before the first step. */
  layers: number;
  found?: LayerInspection;
  /** Why nothing was found although the network is there. */
  problem?: string;
}

/** Where a network's errors are, as far as it is known. */
export interface Location {
  step: number;
  /** How much of the test set is done, from 0 to 1. */
  share: number;
  /** Once all of it is. */
  report?: ErrorReport;
  /** Why there is none although the network is there. */
  problem?: string;
}

/** The zone under the trace that a network forecasts. */
export interface ZoneForecast {
  parameters: SampleParameters;
  /** u (m) on the zone's grid at the output times; empty if the submodel could not run. */
  zone: Float32Array;
  /** ‖zone − full model‖/‖full model‖ over all frames. */
  relativeL2: number;
  milliseconds: number;
  /** Why the submodel could not run. */
  problem?: string;
}

/** One simulated sample. Fields are [time, x, y] in metres. */
export interface SceneRecording {
  experiment: Experiment;
  parameters: SampleParameters;
  /** u on the zone's grid at `times`. */
  zone: Float32Array;
  /** u on the zone's boundary at `times`, [times, points], where that is what the networks forecast. */
  trace?: Float32Array;
  /** u on a regular grid of the square, at multiples of `interval` from t = 0. */
  domain: Float32Array;
  /** Points of `domain` along x and y. */
  domainShape: readonly [x: number, y: number];
  /**
   * Channels of the field that the networks begin with, [channels, x, y] on the grid of the square, where they are
   * shown one by one.
   */
  inputs?: Float32Array;
  /** Output times (s) of the zone's frames. */
  times: number[];
  /** Time between two frames (s); the zone's first frame is the domain's frame number `skipped`. */
  interval: number;
  skipped: number;
  /** Time step (s) and number of steps. */
  dt: number;
  steps: number;
  /** Time of the integration, and of meshing and assembly before it if they were due (ms). */
  milliseconds: number;
  setupMilliseconds: number;
  /** u (m) at the receivers and all time steps from t = 0, [receivers, steps + 1]. */
  seismograms: Float32Array;
  /** Energy (J) and its times (s). */
  energy: { times: number[]; values: number[] };
  /** Nodes of the mesh; none where the solution is exact. */
  nodes?: number;
  /** Where the stage can draw it. */
  mesh?: DrawnMesh;
  submodel?: SubmodelReport;
  /** Why there is none although it is on. */
  submodelProblem?: string;
}

/** A mesh as the stage draws it. */
export interface DrawnMesh {
  x: Float32Array;
  y: Float32Array;
  corners: 3 | 4;
  order: number;
  cells: Uint32Array;
  quality: MeshQuality;
}

/** The zone computed alone, under the full model's trace. */
export interface SubmodelReport {
  /** u on the zone's grid at the recording's times. */
  zone: Float32Array;
  /** ‖submodel − full model‖/‖full model‖ over all frames. */
  relativeL2: number;
  nodes: number;
  steps: number;
  dt: number;
  milliseconds: number;
}

/** Buffers of a message that are handed over instead of copied; shared memory needs no handing over. */
export function transferables(message: Command | WorkerEvent): ArrayBuffer[] {
  const files = message.type === 'exported' ? message.files.map(({ bytes }) => bytes) : [];
  const fields = Object.values(message).filter((value) => value instanceof Float32Array);
  const state = message.type === 'checkpoint' ? message.checkpoint.trainer : undefined;
  const arrays = [...files, ...fields, ...(state ? [state.values] : [])];
  return arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
