/** Reads one trained model for the page, wherever this runs. */
import { DataFileError } from '../engine/files/arrays.ts';
import { readModelFile } from '../engine/import/readModel.ts';
import { blobSource } from './blobSource.ts';
import type { ModelCommand, ModelEvent } from './modelProtocol.ts';

export async function readModelFor({ file }: ModelCommand): Promise<ModelEvent> {
  try {
    return { type: 'opened', model: await readModelFile(blobSource(file)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: error instanceof DataFileError ? 'refused' : 'failed', message };
  }
}
