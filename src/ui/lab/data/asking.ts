/** What the dialog on a data file needs: it is open while there is one. */
import type { Mapping, Proposal } from '../../../engine/mapping/mapping.ts';
import type { DataSession } from '../../../worker/fileClient.ts';
import type { Listing } from '../../../worker/fileProtocol.ts';

/** A file without a header: its shape is needed before anything else. */
export interface ShapeQuestion {
  file: string;
  /** What the extents must multiply to. */
  count: number;
  suggestions: readonly (readonly number[])[];
}

export interface DataQuestion {
  session: DataSession;
  listing: Listing;
  /** What the dialog begins with; none if nothing was recognised. */
  first?: Mapping;
  /** Where that is one of the proposals. */
  proposal?: Proposal;
  /** Why the file was not simply opened, as a sentence. */
  problem?: string;
}

export interface Asking {
  /** For the title. */
  name: string;
  question: { kind: 'shape'; shape: ShapeQuestion } | ({ kind: 'data' } & DataQuestion);
  /** Goes on with the shape that was asked for. */
  giveShape: (shape: readonly number[]) => void;
  /** Reads and opens the file; rejects with a `DataFileError`, and then the dialog stays. */
  use: (mapping: Mapping) => Promise<void>;
  cancel: () => void;
}
