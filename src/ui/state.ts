/** What the page shows: one store, changed only by the lab (`lab/`). */
import { create } from 'zustand';
import type { BackendReport } from '../engine/device/choose.ts';
import type { OwnSamples } from '../engine/data/own.ts';
import type { MadeOn, SamplesOn } from '../engine/data/ranges.ts';
import type { BackendName } from '../engine/device/decide.ts';
import { middleParameters, type SampleParameters } from '../engine/experiment/parameters.ts';
import { presets, type Preset } from '../engine/experiment/presets.ts';
import type { Rate } from '../engine/experiment/rate.ts';
import type { Experiment, Issue } from '../engine/experiment/schema.ts';
import type { NetworkId } from '../engine/experiment/network.ts';
import type {
  Compiling,
  CurvePoint,
  Cut,
  RateTrials,
  TrainingResult,
} from '../engine/train/progress.ts';
import type { Pretrained } from '../engine/pretrained/pretrained.ts';
import type { Series } from '../engine/train/series.ts';
import type { SceneRecording, ZoneForecast } from '../worker/protocol.ts';

export type NetworkStatus =
  /** Takes no part in the run. */
  | 'empty'
  /** Waits for the choice of the backend. */
  | 'placing'
  /** Is being built by its worker. */
  | 'preparing'
  /** Waits for samples. */
  | 'waiting'
  /** Has all it needs to train. */
  | 'ready'
  | 'training'
  | 'paused'
  /** Its worker is gone; Resume continues from its checkpoint. */
  | 'lost'
  | 'finished'
  | 'failed';

export interface Forecast {
  parameters: SampleParameters;
  /** [t, x, y] in metres; of a boundary trace [t, s]. */
  field: Float32Array;
  /** Root mean square of the training fields (m), where these are not own data. */
  unit: number;
  step: number;
  milliseconds: number;
}

export interface Earlier extends Pretrained {
  /** Why it has no forecast, as the end of a sentence. */
  problem?: string;
}

export interface NetworkState {
  status: NetworkStatus;
  step: number;
  curve: CurvePoint[];
  /** Median time of a training step (ms). */
  stepMs?: number;
  /** Bytes of the network's tensors between two steps. */
  memoryBytes?: number;
  /** While the shaders of its training are being compiled. */
  compiling?: Compiling;
  result?: TrainingResult;
  /** What computes it in this run. */
  backend?: BackendName;
  /** What went wrong, as a sentence. */
  error?: string;
  /** Whether it failed because its forecast grew beyond all bounds. */
  diverged?: boolean;
  forecast?: Forecast;
  /** Before any run: the same network as it comes with the page, already trained; then the forecast is its. */
  earlier?: Earlier;
  /** Of a forecast boundary trace: the zone that the submodel makes of it. */
  inside?: ZoneForecast;
  /** Peak learning rate, and how the range test of an earlier version found it. */
  rate?: Rate;
  trials?: RateTrials;
  /** The decomposition of a network that is compressed after training. */
  cut?: Cut;
}

/**
 * idle: nothing trained; starting: the backend is being started and networks are being built; simulating: samples are
 * being made; training: at least one network runs; pausing: waiting for the step in progress; paused; finished: no
 * network can continue. It follows from the rest of the run (`lab/run/phase.ts`).
 */
export type Phase =
  'idle' | 'starting' | 'simulating' | 'training' | 'pausing' | 'paused' | 'finished';

/** What the stage shows as the truth. */
export type ShownRecording = SceneRecording & {
  /** Of own data: the samples that it comes from, which know how they are scaled. */
  own?: OwnSamples;
};

export interface LabState {
  preset: Preset;
  experiment: Experiment;
  /** The last experiment without issues: what the stage shows and `parameters` belong to. */
  shown: Experiment;
  /** What is wrong with the experiment, by field. Training is possible only without. */
  issues: Issue[];
  /** Text typed into a control that is not a valid value yet, by field key. */
  drafts: Readonly<Record<string, { text: string; message: string }>>;
  /** What was ignored of the link that was opened. */
  linkNotes: string[];
  /** Workers whose scripts have not come for a while. */
  late: readonly ('simulation' | 'samples' | NetworkId)[];
  /** Changed settings that an opened preset, link or file took the place of: they can be brought back. */
  replaced?: Pick<LabState, 'preset' | 'experiment' | 'drafts'>;
  /** Sentences for the user that belong to no control, newest last; `key` names the cause. */
  notices: readonly { key: string; text: string }[];
  /** The data file that is being read, and how much of it is unpacked, from 0 to 1. */
  reading?: { name: string; share: number };

  /** What was said of the data that is open: as what it was read. */
  dataFile?: string;
  /** Why, and how its samples are divided and scaled; may be empty. */
  dataReading?: string;
  /** The fingerprint of the values in the data file that is open. */
  fileKey?: string;

  /** Names of the files whose trained weights are open, by fingerprint. */
  weightFiles: Readonly<Record<string, string | undefined>>;

  /** Numbers the runs: what the workers say of older ones is ignored. */
  runId: number;
  /** The experiment of the current run: what the networks were built for. */
  run?: Experiment;
  /** The series that the run belongs to, if the run is repeated with other seeds; it keeps those that have ended. */
  series?: Series;
  phase: Phase;
  /** Of a run of an earlier visit: why its networks can’t be had again, as a sentence. */
  weightless?: string;
  /** Whether its automatic rates follow another rule than the present one: no seed is added to it. */
  outdated?: boolean;
  /** Whether a sweep starts the runs; nothing else may start one then. */
  sweeping: boolean;
  data: { done: number; total: number };
  /** What is to simulate the samples of the run, and what has simulated those that the networks hold. */
  samples: { wanted: SamplesOn; madeOn?: MadeOn };
  clock: { runningSince?: number; elapsedMs: number };
  /** Unknown while another one than before is being started. */
  backend?: BackendReport;
  /** Why there is none, as the end of a sentence. */
  backendProblem?: string;
  /** What was asked for last: the settings that named the backend, and those that it was to be measured on. */
  asked?: { wanted: Experiment['backend']; measured: Experiment };
  /** While shaders are being compiled for the measurement of a GPU. */
  compiling?: Compiling;
  /** Those that the run does not have are empty. */
  networks: Readonly<Record<NetworkId, NetworkState>>;

  /** The free parameters shown on the stage and the test sample they come from, if any. */
  parameters: SampleParameters;
  sample?: number;
  /** Why the stage can't show what was asked for; it keeps what it shows. */
  stageProblem?: string;
  recording?: ShownRecording;
  /** Whether the mesh is drawn over the whole square. */
  meshShown: boolean;
  /** Whether the square takes the place of the networks' panels. */
  squareLarge: boolean;
}

export const emptyNetwork: NetworkState = { status: 'empty', step: 0, curve: [] };

export const noNetworks: LabState['networks'] = {
  a: emptyNetwork,
  b: emptyNetwork,
  c: emptyNetwork,
  d: emptyNetwork,
};

const [standard] = presets;

export const useLab = create<LabState>()(() => ({
  preset: standard,
  experiment: standard.experiment,
  shown: standard.experiment,
  issues: [],
  drafts: {},
  linkNotes: [],
  late: [],
  notices: [],
  weightFiles: {},
  runId: 0,
  phase: 'idle',
  sweeping: false,
  data: { done: 0, total: 0 },
  samples: { wanted: 'wasm' },
  clock: { elapsedMs: 0 },
  networks: noNetworks,
  parameters: middleParameters(standard.experiment),
  meshShown: false,
  squareLarge: false,
}));
