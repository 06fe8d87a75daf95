/** What the parts of the lab share. */
import type { StoreApi } from 'zustand';
import type { LabState } from '../state.ts';
import type { OpenedFile } from './ownData.ts';
import type { OpenWeights } from './weights.ts';
import type { RunEvent } from './run/events.ts';

export interface Parts {
  /** What the page shows. */
  store: StoreApi<LabState>;
  /** Tells the run what has happened. */
  dispatch: (event: RunEvent) => void;
  /** The user's data file that is open. */
  file: () => OpenedFile | undefined;
  /** Trained weights from files that are open. */
  weights: () => OpenWeights;
  /** A sentence for the user: see `withNotice`. */
  notice: (text: string, key?: string) => void;
  /** The cause of notices is gone: see `withoutNotices`. */
  withdrawNotices: (cause: string) => void;
}
