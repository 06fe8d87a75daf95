/**
 * The state of a run. What the page shows of it is in `LabState`; a `Course` holds the rest: what was asked of the
 * workers and is not answered yet, and what is needed to continue after a fault. Together they are all there is.
 */
import type { BackendName } from '../../../engine/device/decide.ts';
import { type NetworkId, networkIds } from '../../../engine/experiment/network.ts';
import type { ExportKind } from '../../../engine/export/kinds.ts';
import type { Checkpoint } from '../../../engine/train/checkpoint.ts';
import type { CurvePoint, TrainingResult } from '../../../engine/train/progress.ts';
import { type LabState } from '../../state.ts';
import type { OpenedFile } from '../ownData.ts';
import type { OpenWeights } from '../weights.ts';
import { unharmed, type History } from './recovery.ts';

/** How far to train: to the end, or each network by one step. */
export type Goal = 'end' | 'one step';

/** A question to a worker that is to be answered for the latest sample only. */
export type Question =
  | 'none'
  | 'asked'
  /** The sample has changed since: it is asked again after the answer. */
  | 'outdated';

/** The newest checkpoint of a network. */
export interface Kept {
  checkpoint: Checkpoint;
  /** The curve up to it. */
  curve: CurvePoint[];
  /** Of a run that had finished before and is shown again: its numbers stay what they were. */
  result?: TrainingResult;
}

/** Files that a network's worker is making, and whose promises wait for them. */
export interface FileQuestion {
  runId: number;
  what: ExportKind;
  tickets: readonly number[];
}

export interface NetworkCourse {
  /** Answers to `prepare` that are due: only the last one counts. */
  prepares: number;
  /** Whether its training is to end within the deadline of Stop; the answer is due. */
  stopping: boolean;
  forecast: Question;
  /** The zone under its forecast trace; the simulation's worker answers. */
  inside: Question;
  files: readonly FileQuestion[];
  kept?: Kept;
  history: History;
  /** The backend that it fell back on after faults, instead of that of the settings. */
  fallback?: BackendName;
}

export interface Course {
  goal: Goal;
  /** Whether the run is to continue or to rest, as the user (or a fault) has it. */
  wanted: 'continue' | 'rest';
  /** Reset was pressed and waits for the end of the steps in progress; then what is stored of the run goes or stays. */
  resetting: false | 'let go' | 'set aside';
  /** What the pool does: nothing, making samples, or only ending the ranges in progress. */
  pool: 'idle' | 'making' | 'ending';
  /** Whether all networks are in the first one's worker. */
  shared: boolean;
  /** The wave on the stage. */
  simulation: Question;
  networks: Readonly<Record<NetworkId, NetworkCourse>>;
  /** The user's data file that is open. */
  file?: OpenedFile;
  /** Trained weights from files that are open. */
  weights: OpenWeights;
}

export interface State {
  lab: LabState;
  course: Course;
}

export const untroubled: NetworkCourse = {
  prepares: 0,
  stopping: false,
  forecast: 'none',
  inside: 'none',
  files: [],
  history: unharmed,
};

const everyNetwork = (): Course['networks'] =>
  Object.fromEntries(networkIds.map((id) => [id, untroubled])) as Course['networks'];

export const initialCourse = (): Course => ({
  goal: 'end',
  wanted: 'rest',
  resetting: false,
  pool: 'idle',
  shared: false,
  simulation: 'none',
  networks: everyNetwork(),
  weights: {},
});
