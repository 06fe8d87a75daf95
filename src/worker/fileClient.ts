/**
 * The page's side of the worker that reads a data file: one worker a file, ended as soon as it has answered or is
 * cancelled, so that the file, its library and all memory in between go with it.
 */
import { DataFileError } from '../engine/files/arrays.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import type { FileCommand, FileEvent } from './fileProtocol.ts';
import { WorkerHost } from './host.ts';

const makeWorker = () =>
  new Worker(new URL('./file.worker.ts', import.meta.url), { type: 'module', name: 'data file' });

/**
 * Reads the file. `onShare` gets the share that is unpacked, from 0 to 1. Rejects with a `DataFileError` whose
 * message is a sentence, also where the worker can't be started, dies or is cancelled.
 */
export function readDataFile(
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
  make: () => Worker = makeWorker,
): Promise<OwnData> {
  return new Promise((resolve, reject) => {
    const refuse = (message: string) => {
      host.end();
      reject(new DataFileError(message));
    };
    const hear = (event: FileEvent) => {
      switch (event.type) {
        case 'progress':
          onShare(event.total > 0 ? event.done / event.total : 1);
          return;
        case 'opened':
          host.end();
          resolve(event.data);
          return;
        case 'refused':
          refuse(event.message);
          return;
        case 'failed':
          refuse(`${file.name} can’t be read: ${event.message.replace(/\.$/, '')}.`);
          return;
        default:
          event satisfies never;
      }
    };
    const host = new WorkerHost<FileCommand, FileEvent>(make, {
      onMessage: hear,
      onDeath: (reason) =>
        refuse(
          `${file.name} was not read: the worker that reads it stopped (${reason}). Memory may be short: try again, or save a smaller file.`,
        ),
    });
    signal.addEventListener('abort', () => refuse(`${file.name} was not read: it was cancelled.`), {
      once: true,
    });
    host.post({ file });
  });
}
