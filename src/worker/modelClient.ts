/** The page's side of the worker that reads a trained model: one worker a file, ended as soon as it has answered. */
import { DataFileError } from '../engine/files/arrays.ts';
import type { ModelFile } from '../engine/import/modelFile.ts';
import { WorkerHost } from './host.ts';
import type { ModelCommand, ModelEvent } from './modelProtocol.ts';

const makeWorker = () =>
  new Worker(new URL('./model.worker.ts', import.meta.url), { type: 'module', name: 'model file' });

/**
 * Reads the file. Rejects with a `DataFileError` whose message is a sentence, also where the worker can't be started,
 * dies or is cancelled.
 */
export function readModel(
  file: File,
  signal: AbortSignal,
  make: () => Worker = makeWorker,
): Promise<ModelFile> {
  return new Promise((resolve, reject) => {
    const refuse = (message: string) => {
      host.end();
      reject(new DataFileError(message));
    };
    const hear = (event: ModelEvent) => {
      if (event.type === 'opened') {
        host.end();
        resolve(event.model);
      } else if (event.type === 'refused') refuse(event.message);
      else refuse(`${file.name} can’t be read: ${event.message.replace(/\.$/, '')}.`);
    };
    const host = new WorkerHost<ModelCommand, ModelEvent>(make, {
      onMessage: hear,
      onDeath: (reason) =>
        refuse(
          `${file.name} was not read: the worker that reads it stopped (${reason}). Memory may be short: close other pages and try again.`,
        ),
    });
    const cancel = () => refuse(`${file.name} was not read: it was cancelled.`);
    signal.addEventListener('abort', cancel, { once: true });
    host.post({ file });
  });
}
