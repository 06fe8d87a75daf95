/** What the page and the worker that reads data files say to each other. */
import type { Container, OpenOptions } from '../engine/files/container/container.ts';
import type { MissingShapeError } from '../engine/files/container/missingShape.ts';
import type { ArrayStatistics } from '../engine/files/container/statistics.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import type { Proposal } from '../engine/mapping/mapping.ts';

/**
 * The files are handed over by reference: they are read in the worker alone. `id` is of a question, which gets one answer.
 * Any number of questions may be asked once the files are open.
 */
export type FileCommand =
  | { type: 'open'; files: readonly File[]; options?: OpenOptions }
  | { type: 'statistics'; id: number; name: string }
  /** `mapping` as text (`formatMapping`); without it, the likeliest proposal. */
  | { type: 'load'; id: number; mapping?: string }
  /** The question is answered with `refused` as soon as it can be. */
  | { type: 'cancel'; id: number };

/** What the files have: plain data. */
export type FileListing = Pick<Container, 'kind' | 'arrays' | 'groups' | 'notes'>;

/** A file without a header: which one, and what shapes its numbers may have. */
export type MissingShape = Pick<MissingShapeError, 'file' | 'count' | 'suggestions'>;

/** `id` is missing where opening is meant. */
export type FileEvent =
  | { type: 'opened'; listing: FileListing }
  /** Of what must be read; often, but never more than some times a second. */
  | { type: 'progress'; id: number; done: number; total: number }
  | { type: 'statistics'; id: number; statistics: ArrayStatistics }
  | { type: 'loaded'; id: number; data: OwnData; proposal?: Proposal }
  /** Why not, as a sentence. */
  | { type: 'refused'; id?: number; message: string; shape?: MissingShape }
  /** Something is wrong with the reader. */
  | { type: 'failed'; id?: number; message: string };

/** Buffers that are handed over rather than copied. */
export function fileTransferables(event: FileEvent): ArrayBuffer[] {
  if (event.type !== 'loaded') return [];
  const { inputs, outputs } = event.data;
  const buffers = new Set([inputs.data.buffer, outputs.data.buffer]);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
