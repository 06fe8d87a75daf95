/** Reads one data file for the page, wherever this runs. */
import { DataFileError } from '../engine/files/arrays.ts';
import { openDataFile } from '../engine/files/ownData.ts';
import type { FileCommand, FileEvent } from './fileProtocol.ts';

/** Least time between two reports (ms). */
const REPORT_INTERVAL = 100;

export async function readFileFor(
  { file }: FileCommand,
  reply: (event: FileEvent) => void,
  now = () => performance.now(),
): Promise<void> {
  let reported = -Infinity;
  const onProgress = (done: number, total: number) => {
    const moment = now();
    if (moment - reported < REPORT_INTERVAL) return;
    reported = moment;
    reply({ type: 'progress', done, total });
  };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    reply({ type: 'opened', data: await openDataFile(file.name, bytes, onProgress) });
  } catch (error) {
    if (error instanceof DataFileError) reply({ type: 'refused', message: error.message });
    else {
      const message = error instanceof Error ? error.message : String(error);
      reply({ type: 'failed', message });
    }
  }
}
