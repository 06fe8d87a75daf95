/** Everything that can happen to a run. */
import type { MadeOn, SampleChunk, SamplesOn } from '../../../engine/data/ranges.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import type { NetworkId } from '../../../engine/experiment/network.ts';
import type { ExportKind } from '../../../engine/export/kinds.ts';
import type { Series } from '../../../engine/train/series.ts';
import type { LabEvent } from '../../../worker/protocol.ts';
import type { LabState } from '../../state.ts';
import type { StoredRun } from '../stored/storedRun.ts';
import type { OpenedFile } from '../ownData.ts';
import type { OpenedWeights } from '../weights.ts';
import type { Goal, Kept } from './state.ts';

/** Where a stored run continues. */
export interface Continuation {
  id: string;
  /** What is stored of it stays as it is. */
  finished: boolean;
  /** Whether its automatic rates follow another rule than the present one: nothing of it is trained any further. */
  outdated: boolean;
  kept: Partial<Record<NetworkId, Kept>>;
  /** Networks that had failed, and why. */
  failures: Partial<Record<NetworkId, { error: string; diverged: boolean }>>;
  /** How long it has run (ms). */
  elapsedMs: number;
  /** What had simulated its samples; it goes on with samples of the same kind. */
  madeOn: MadeOn;
}

export type UserEvent =
  /** Builds networks at their initial weights, or where a stored run left them, and trains them. */
  | {
      type: 'begin';
      until: Goal;
      experiment: Experiment;
      ids: readonly NetworkId[];
      from?: Continuation;
      /** The series that the run is part of. */
      series?: Series;
      /** What is to simulate the samples, unless the run or its series has begun already. */
      samplesOn?: SamplesOn;
    }
  | { type: 'resume'; until: Goal }
  /** Pauses after the steps and samples in progress. */
  | { type: 'pause' }
  /** Ends the run now: a step that takes too long costs its network what came after its last checkpoint. */
  | { type: 'stop' }
  /** Back to the untrained networks. */
  | { type: 'reset' }
  /** The same, but what is stored of the run stays, so that it can continue later. */
  | { type: 'set aside' }
  /** The settings name another backend; nothing is trained yet. */
  | { type: 'choose backend' }
  /** The stage shows another sample, or another experiment. */
  | { type: 'refresh' }
  /** A finished run on own data: its samples are in a file that is not open, so that only its numbers come back. */
  | { type: 'show results'; experiment: Experiment; run: StoredRun; series?: Series }
  | { type: 'open file'; file: OpenedFile }
  | { type: 'open weights'; opened: OpenedWeights }
  | { type: 'inspect'; network: NetworkId; layer: number }
  | { type: 'locate'; network: NetworkId }
  | { type: 'ask for files'; network: NetworkId; what: ExportKind; ticket: number }
  | { type: 'cancel files'; network: NetworkId; what: ExportKind };

export type WorkerEvent =
  /** A network's worker says something. */
  | { type: 'network'; network: NetworkId; event: LabEvent }
  /** A network's worker died by itself; the next command starts a new one. */
  | { type: 'died'; network: NetworkId; message: string }
  /** Nothing was heard of a network for so long (s) although an answer is due. */
  | { type: 'silent'; network: NetworkId; seconds: number }
  /** The answer to the effect `stop`; not in time, the worker was replaced. */
  | { type: 'stopped'; network: NetworkId; inTime: boolean }
  /** The pool has made samples. */
  | { type: 'samples'; chunk: SampleChunk; on?: SamplesOn }
  /** All samples of own data are with their networks. */
  | { type: 'own samples sent'; runId: number }
  /** The pool rests: nothing is in progress any more. */
  | { type: 'pool idle' }
  | { type: 'pool failed'; message: string }
  /** The stage's worker says something. */
  | { type: 'simulation'; event: LabEvent }
  | { type: 'simulation died'; message: string }
  /** The script of a worker is late, or not waited for any longer. */
  | { type: 'late'; who: LabState['late'][number]; late: boolean };

export type RunEvent = UserEvent | WorkerEvent;
