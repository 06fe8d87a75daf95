/** What the page and the worker that reads data files say to each other. */
import type { ArrayInfo } from '../engine/files/container/container.ts';
import type { ArrayStatistics } from '../engine/files/container/statistics.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import type { Mapping, Proposal } from '../engine/mapping/mapping.ts';
import type { Preview } from '../engine/mapping/preview.ts';

/** What files that were opened together hold, and how they could be read. */
export interface Listing {
  arrays: readonly ArrayInfo[];
  /** Sentences on what the files lack. */
  notes: readonly string[];
  /** The likeliest first. */
  proposals: readonly Proposal[];
  /** Why there are none, as sentences; otherwise empty. */
  why: string;
}

/** A first look at an array, or why it can't be read. */
export type ArrayLook = { name: string } & ({ statistics: ArrayStatistics } | { problem: string });

/** Shapes of files without a header, by the file's name. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** One command to a worker; each is carried out after the one before it. Files are handed over by reference. */
export type FileCommand =
  | { type: 'open'; files: readonly File[]; shapes: Shapes }
  | { type: 'look'; name: string }
  /** What the first sample would be. */
  | { type: 'preview'; mapping: Mapping; ticket: number }
  | { type: 'read'; mapping: Mapping };

export type FileEvent =
  | { type: 'listed'; listing: Listing }
  /** A file has no header: how many numbers it has, and shapes that would fit. */
  | {
      type: 'shape needed';
      file: string;
      count: number;
      suggestions: readonly (readonly number[])[];
      message: string;
    }
  | { type: 'looked'; look: ArrayLook }
  | { type: 'previewed'; preview: Preview; ticket: number }
  | { type: 'not previewed'; message: string; ticket: number }
  /** Of the bytes read; often, but never more than some times a second. */
  | { type: 'progress'; done: number; total: number }
  | { type: 'read'; data: OwnData }
  /** Why the files or what was asked of them is refused, as a sentence. */
  | { type: 'refused'; message: string }
  /** Something is wrong with the reader. */
  | { type: 'failed'; message: string };

/** Buffers that are handed over rather than copied. */
export function fileTransferables(event: FileEvent): ArrayBuffer[] {
  if (event.type !== 'read') return [];
  const { inputs, outputs } = event.data;
  const buffers = new Set([inputs.data.buffer, outputs.data.buffer]);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
