/** What the page knows of its use without a network. */
import { create } from 'zustand';

export interface OfflineState {
  status:
    | 'waiting'
    /** The visitor has switched it off. */
    | 'off'
    /** Not here: `reason` is a sentence. */
    | 'unavailable'
    /** Files are being kept. */
    | 'filling'
    /** Everything is kept that the page needs without a network. */
    | 'ready';
  reason?: string;
  /** A newer version of the page than the open one has come. */
  newer?: string;
  /** A reload would let networks compute in several threads. */
  isolates: boolean;
  /** Ends what follows the worker since the last start. */
  following?: AbortController;
  /** The end of the worker, once it has been switched off. */
  leaving?: Promise<void>;
}

export const useOffline = create<OfflineState>()(() => ({ status: 'waiting', isolates: false }));
