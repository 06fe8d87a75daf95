/** `simulate --gather`: the seismograms as a file. */
import { zipSync } from 'fflate';
import type { Experiment } from '../engine/experiment/schema.ts';
import { gatherFiles, gatherNpz } from '../engine/export/gather.ts';
import type { Gather } from '../engine/scene/gather.ts';
import { openStreamFile } from './streamFile.ts';
import { UsageError } from './usageError.ts';

/** The file that `--gather` names. Throws `UsageError`. */
export function readGatherFile(
  file: string | undefined,
  { scene }: Experiment,
): string | undefined {
  if (file === undefined) return undefined;
  if (!/\.(npz|zip)$/.test(file)) {
    throw new UsageError(
      `--gather: “${file.slice(0, 40)}” must end with .npz for NumPy, or with .zip for SAC files.`,
    );
  }
  if (scene.receivers.length === 0) {
    throw new UsageError('--gather needs receivers, as in --receivers "line(0.1,0.9,0.9,0.9,32)".');
  }
  return file;
}

/** Throws `UsageError` if the file can't be written. */
export function writeGather(file: string, gather: Gather, link: string): void {
  const bytes = file.endsWith('.npz')
    ? gatherNpz(gather)
    : zipSync(
        Object.fromEntries(
          gatherFiles(gather, 'sac', link).map(({ name, bytes: content }) => [name, content]),
        ),
        { mtime: new Date(1980, 0, 1) },
      );
  const out = openStreamFile('--gather', file, bytes.length);
  try {
    out.sink.write(0, bytes);
    out.finish();
  } catch (error) {
    out.abandon();
    throw error;
  }
}
