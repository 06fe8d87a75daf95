/** What the page and the worker that reads a trained model say to each other. */
import type { ModelFile } from '../engine/import/modelFile.ts';

/** One command to a worker. The file is handed over by reference. */
export interface ModelCommand {
  file: File;
}

export type ModelEvent =
  | { type: 'opened'; model: ModelFile }
  /** Why the file is refused, as a sentence. */
  | { type: 'refused'; message: string }
  /** Something is wrong with the reader. */
  | { type: 'failed'; message: string };

/** Buffers that are handed over rather than copied. */
export function modelTransferables(event: ModelEvent): ArrayBuffer[] {
  if (event.type !== 'opened') return [];
  const buffers = new Set(event.model.tensors.map(({ data }) => data.buffer));
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
