/** Opening a file of own data: it takes the place of the task, and everything stays as it is if it is no good. */
import { withUsualRates } from '../../engine/experiment/usualRates.ts';
import { experimentOn } from '../../engine/opening/ownExperiment.ts';
import { ownCount } from '../../engine/data/own.ts';
import { ownNotes } from '../../engine/data/ownNotes.ts';
import { ownShapesProblem } from '../../engine/tasks/own/shapes.ts';
import { DataFileError } from '../../engine/files/arrays.ts';
import type { OwnData } from '../../engine/files/ownData.ts';
import { readDataFile } from '../../worker/fileClient.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { useLab } from '../state.ts';
import { keepOwnFile, ownIssues } from './ownData.ts';
import { notice, withdrawNotices } from './phase.ts';
import { reset } from './run.ts';
import { openOwnExperiment } from './settings.ts';

/** More than this is not read into memory (bytes). */
const MAX_FILE_BYTES = 2e9;

let reading: AbortController | undefined;

/** Gives up the file that is being read, if any. */
export const cancelReading = (): void => reading?.abort();

/** Reads the file in a worker; one at a time, the last one. Throws `DataFileError`. */
async function readInWorker(file: File): Promise<OwnData> {
  cancelReading();
  const mine = new AbortController();
  reading = mine;
  const show = (share: number) => useLab.setState({ reading: { name: file.name, share } });
  show(0);
  try {
    return await readDataFile(file, show, mine.signal);
  } finally {
    if (reading === mine) {
      reading = undefined;
      useLab.setState({ reading: undefined });
    }
  }
}

/** Opens the file and says what was opened. Throws `DataFileError`. */
export async function openOwnFile(file: File): Promise<string> {
  if (file.size > MAX_FILE_BYTES) {
    throw new DataFileError(
      `${file.name} has ${(file.size / 1e9).toPrecision(3)} GB, and at most ${MAX_FILE_BYTES / 1e9} GB can be read: save fewer samples.`,
    );
  }
  const data = await readInWorker(file);
  const before = useLab.getState();
  if (before.sweeping) {
    throw new DataFileError('A sweep is running on the file that is open now: stop it first.');
  }
  const experiment = withUsualRates(
    before.experiment,
    experimentOn(data, before.experiment),
    before.preset.experiment,
  );
  const problem = ownShapesProblem(experiment.task);
  if (problem !== undefined) throw new DataFileError(`${file.name}: ${problem.message}`);
  // Networks that were trained on another file would forecast this one's samples.
  if (before.run && originOf(before.run).fromFile) await reset();
  keepOwnFile(data, file.name);
  withdrawNotices('data');
  openOwnExperiment(experiment);
  const clamped =
    experiment.data.train < before.experiment.data.train ||
    experiment.data.test < before.experiment.data.test;
  const issues = ownIssues(experiment);
  for (const note of [...data.notes, ...(issues.length > 0 ? [] : ownNotes(data, experiment))]) {
    notice(note, `data ${note}`);
  }
  if (clamped) {
    notice(
      `The file has ${ownCount(data)} samples: ${experiment.data.train} for training and ${experiment.data.test} for testing.`,
      'data samples',
    );
  }
  return `${file.name} is open: ${ownCount(data)} samples.`;
}
