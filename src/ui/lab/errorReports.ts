/** What the workers report of where the networks' errors are, apart from the lab's store: it is large and rarely asked for. */
import { createStore } from 'zustand';
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { Location } from '../../worker/protocol.ts';
import type { RunEvent } from './run/events.ts';

export interface LocatedErrors extends Location {
  runId: number;
}

export class ErrorReports {
  readonly store = createStore<Partial<Record<NetworkId, LocatedErrors>>>()(() => ({}));

  constructor(private readonly dispatch: (event: RunEvent) => void) {}

  /** Asks a network where its errors are. */
  locate(network: NetworkId): void {
    this.dispatch({ type: 'locate', network });
  }

  /** An answer of the current run; what was found before is kept until all is known again. */
  receive(id: NetworkId, { runId, step, share, report, problem }: LocatedErrors): void {
    const known = this.store.getState()[id];
    const before = known?.runId === runId ? known.report : undefined;
    this.store.setState({ [id]: { runId, step, share, problem, report: report ?? before } });
  }
}
