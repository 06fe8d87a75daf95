/** Everything that a run can ask of the world around it. */
import type { SampleRange, SamplesOn } from '../../../engine/data/ranges.ts';
import type { Experiment } from '../../../engine/experiment/schema.ts';
import type { NetworkId } from '../../../engine/experiment/network.ts';
import type { LabEvent, NetworkRequest, SimulationCommand } from '../../../worker/protocol.ts';
import type { OpenedFile } from '../ownData.ts';
import type { UserEvent } from './events.ts';

type Answer<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

export type Effect =
  /** A command for a network's worker; with `transfer` its arrays are handed over. */
  | { type: 'post'; network: NetworkId; request: NetworkRequest; transfer: boolean }
  /** Ends a training within a deadline; answers `stopped`. */
  | { type: 'stop'; network: NetworkId; runId: number }
  /** A fresh worker for a network, and for all that share its worker. */
  | { type: 'replace'; network: NetworkId }
  /** A network is removed: its worker ends, or a shared one frees what it holds of it. */
  | { type: 'close'; network: NetworkId }
  /** All networks into the first one's worker, or each into its own. */
  | { type: 'share' }
  | { type: 'part' }
  /** An answer is due: a silence that lasts too long is reported. Again: from now on. */
  | { type: 'watch'; network: NetworkId }
  | { type: 'unwatch'; network: NetworkId }
  | {
      type: 'make samples';
      runId: number;
      experiment: Experiment;
      ranges: readonly SampleRange[];
      on: SamplesOn;
    }
  | { type: 'pool'; do: 'resume' | 'pause' | 'stop' }
  /** Hands the samples of the user's file to networks, then reports `own samples sent`. */
  | {
      type: 'send own samples';
      runId: number;
      experiment: Experiment;
      file: OpenedFile;
      networks: readonly NetworkId[];
    }
  /** A command for the stage's worker. */
  | { type: 'simulate'; command: SimulationCommand }
  /**
   * Keeps the run in the browser: adopts a stored one, writes a checkpoint, writes the end, goes on with what had
   * ended, leaves it as it is, or lets it go.
   */
  | { type: 'adopt'; id: string; finished: boolean }
  | { type: 'save' }
  | { type: 'save ended' }
  | { type: 'extend' }
  | { type: 'set aside' }
  | { type: 'let go' }
  /** What the user would do next: the page sees the state before that. */
  | { type: 'follow'; events: readonly UserEvent[] }
  /** What was offered of earlier visits is not any more. */
  | { type: 'withdraw offer' }
  /** Answers those who asked for files. */
  | { type: 'files progress'; tickets: readonly number[]; answer: Answer<'exporting'> }
  | { type: 'hand over'; tickets: readonly number[]; answer: Answer<'exported'> }
  | { type: 'refuse'; tickets: readonly number[]; reason: string }
  | { type: 'inspected'; network: NetworkId; answer: Answer<'inspected'> }
  | { type: 'located'; network: NetworkId; answer: Answer<'located'> };
