/** Opening a file of own data: it takes the place of the task, and everything stays as it is if it is no good. */
import { experimentOn } from '../../engine/opening/ownExperiment.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { ownCount } from '../../engine/data/own.ts';
import { ownNotes } from '../../engine/data/ownNotes.ts';
import { ownShapesProblem } from '../../engine/tasks/own/shapes.ts';
import { DataFileError } from '../../engine/files/arrays.ts';
import type { OwnData } from '../../engine/files/ownData.ts';
import { originOf } from '../../engine/tasks/index.ts';
import type { RunActions } from './actions.ts';
import { OpenedFile, ownIssues } from './ownData.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

/** Reads a file of own data; rejects with `DataFileError`, or when the signal aborts. */
export type ReadData = (
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
) => Promise<OwnData>;

/** More than this is not read into memory (bytes). */
const MAX_FILE_BYTES = 2e9;

export class DataFiles {
  private reading?: AbortController;

  constructor(
    private readonly parts: Parts,
    private readonly run: RunActions,
    private readonly settings: Settings,
    private readonly read: ReadData,
  ) {}

  /** Gives up the file that is being read, if any. */
  cancelReading(): void {
    this.reading?.abort();
  }

  /** Reads the file; one at a time, the last one. Throws `DataFileError`. */
  private async readLatest(file: File): Promise<OwnData> {
    const { store } = this.parts;
    this.cancelReading();
    const mine = new AbortController();
    this.reading = mine;
    const show = (share: number) => store.setState({ reading: { name: file.name, share } });
    show(0);
    try {
      return await this.read(file, show, mine.signal);
    } finally {
      if (this.reading === mine) {
        this.reading = undefined;
        store.setState({ reading: undefined });
      }
    }
  }

  /** Opens the file and says what was opened. Throws `DataFileError`. */
  async open(file: File): Promise<string> {
    if (file.size > MAX_FILE_BYTES) {
      throw new DataFileError(
        `${file.name} has ${(file.size / 1e9).toPrecision(3)} GB, and at most ${MAX_FILE_BYTES / 1e9} GB can be read: save fewer samples.`,
      );
    }
    const data = await this.readLatest(file);
    const before = this.parts.store.getState();
    if (before.sweeping) {
      throw new DataFileError('A sweep is running on the file that is open now: stop it first.');
    }
    const experiment = experimentOn(data, before.experiment);
    const problem = ownShapesProblem(experiment.task);
    if (problem !== undefined) throw new DataFileError(`${file.name}: ${problem.message}`);
    // Networks that were trained on another file would forecast this one's samples.
    if (before.run && originOf(before.run).fromFile) await this.run.reset();
    const opened = new OpenedFile((this.parts.file()?.id ?? 0) + 1, file.name, data);
    this.parts.dispatch({ type: 'open file', file: opened });
    this.parts.withdrawNotices('data');
    this.settings.openOwn(experiment);
    this.noteChanges(opened, before.experiment, experiment);
    return `${file.name} is open: ${ownCount(data)} samples.`;
  }

  /** What there is to be said of the file, and of what it changes. */
  private noteChanges(file: OpenedFile, before: Experiment, now: Experiment): void {
    const { data } = file;
    const notes = ownIssues(file, now).length > 0 ? [] : ownNotes(data, now);
    for (const note of [...data.notes, ...notes]) this.parts.notice(note, `data ${note}`);
    const { batch } = now.training;
    if (batch < Math.min(before.training.batch, now.data.train)) {
      this.parts.notice(
        `Batches have ${batch === 1 ? '1 sample' : `${batch} samples`} now: on a grid of this size a training step with more would not fit into memory.`,
        'data batch',
      );
    }
    if (now.data.train >= before.data.train && now.data.test >= before.data.test) return;
    this.parts.notice(
      `The file has ${ownCount(data)} samples: ${now.data.train} for training and ${now.data.test} for testing.`,
      'data samples',
    );
  }
}
