/** What the page and the worker that reads a data file say to each other. */
import type { OwnData } from '../engine/files/ownData.ts';

/** One command to a worker. The file is handed over by reference: its bytes are read in the worker alone. */
export interface FileCommand {
  file: File;
}

export type FileEvent =
  /** Of the bytes unpacked; often, but never more than some times a second. */
  | { type: 'progress'; done: number; total: number }
  | { type: 'opened'; data: OwnData }
  /** Why the file is refused, as a sentence. */
  | { type: 'refused'; message: string }
  /** Something is wrong with the reader. */
  | { type: 'failed'; message: string };

/** Buffers that are handed over rather than copied. */
export function fileTransferables(event: FileEvent): ArrayBuffer[] {
  if (event.type !== 'opened') return [];
  const { inputs, outputs } = event.data;
  const buffers = new Set([inputs.data.buffer, outputs.data.buffer]);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
