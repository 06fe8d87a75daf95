/** Opening files of own data: they take the place of the task, and everything stays as it is if they are no good. */
import { createStore } from 'zustand';
import { experimentOn } from '../../engine/opening/ownExperiment.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { ownCount } from '../../engine/data/own.ts';
import { ownNotes, readingNotes } from '../../engine/data/ownNotes.ts';
import { ownShapesProblem } from '../../engine/tasks/own/shapes.ts';
import { DataFileError } from '../../engine/files/arrays.ts';
import type { OwnData } from '../../engine/files/ownData.ts';
import type { Mapping } from '../../engine/mapping/mapping.ts';
import { originOf } from '../../engine/tasks/index.ts';
import type { DataSession } from '../../worker/fileClient.ts';
import type { Listing, Shapes } from '../../worker/fileProtocol.ts';
import { chunk } from '../loading/chunk.ts';
import type { RunActions } from './actions.ts';
import type { Choice } from './data/choice.ts';
import type { Asking, DataQuestion, ShapeQuestion } from './data/asking.ts';
import { OpenedFile, ownIssues } from './ownData.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

/** Opens files in a worker. */
export type ConnectData = (files: readonly File[]) => DataSession;

/** What was opened last, so that it can be read in another way. */
interface Opened {
  files: readonly File[];
  shapes: Shapes;
  mapping: Mapping;
}

const choiceCode = chunk('What reads data files', () => import('./data/choice.ts'));
const memoryCode = chunk('What reads data files', () => import('./data/memory.ts'));

export class DataFiles {
  /** The dialog on the files that are being opened, if there are questions. */
  readonly asked = createStore<{ asking?: Asking }>()(() => ({}));
  /** Ends whatever is in progress: a question, or reading. */
  private giveUp?: () => void;
  private opened?: Opened;

  constructor(
    private readonly parts: Parts,
    private readonly run: RunActions,
    private readonly settings: Settings,
    private readonly connect: ConnectData,
  ) {}

  /** Gives up the files that are being read, if any. */
  cancelReading(): void {
    this.giveUp?.();
  }

  /** Opens files as one data set and says what was opened. Throws `DataFileError`. */
  open(files: readonly File[]): Promise<string> {
    return this.within(files, async (session) => {
      const { listing, shapes } = await this.list(session, {});
      const { chooseMapping, isUsable, withShapes } = await choiceCode();
      if (!isUsable(listing)) throw new DataFileError(`${session.name}: ${listing.why}`);
      const { mapping, proposal, sure, ...said } = chooseMapping(listing, this.link);
      const question = { session, listing, first: mapping, proposal };
      if (!sure || !mapping) return this.ask(question, shapes);
      try {
        const shaped = withShapes(mapping, listing, shapes);
        return await this.readAndOpen(session, shaped, shapes, said);
      } catch (error) {
        if (!(error instanceof DataFileError) || error instanceof Cancelled) throw error;
        return await this.ask({ ...question, problem: error.message }, shapes);
      }
    });
  }

  /** The mapping of the experiment that is open, if it is about a file. */
  private get link(): string | undefined {
    const { experiment } = this.parts.store.getState();
    return originOf(experiment).fromFile ? experiment.task.map : undefined;
  }

  /** Asks how the files that are open are to be read instead. Throws `DataFileError`. */
  change(): Promise<string> {
    const { opened } = this;
    if (!opened) throw new DataFileError('No data file is open: drop it again.');
    return this.within(opened.files, async (session) => {
      const { listing, shapes } = await this.list(session, opened.shapes);
      return this.ask({ session, listing, first: opened.mapping }, shapes);
    });
  }

  private async within(
    files: readonly File[],
    work: (session: DataSession) => Promise<string>,
  ): Promise<string> {
    this.cancelReading();
    if (this.parts.store.getState().sweeping) throw sweepRuns();
    const session = this.connect(files);
    const giveUp = () => {
      this.asked.getState().asking?.cancel();
      session.end();
    };
    this.giveUp = giveUp;
    try {
      return await work(session);
    } finally {
      session.end();
      if (this.giveUp === giveUp) {
        this.giveUp = undefined;
        this.asked.setState({ asking: undefined });
      }
    }
  }

  /** What is in the files; asks for shapes where a file has none. */
  private async list(
    session: DataSession,
    shapes: Shapes,
  ): Promise<{ listing: Listing; shapes: Shapes }> {
    try {
      const listing = await this.showing(session, () => session.open(shapes));
      return { listing, shapes };
    } catch (error) {
      if (!isShapeQuestion(error)) throw error;
      const { linkedShape } = await choiceCode();
      // A shape that a link gives and that does not fit is not tried twice.
      const known = error.file in shapes ? undefined : linkedShape(this.link, error);
      const shape = known ?? (await this.askShape(session, error));
      return this.list(session, { ...shapes, [error.file]: shape });
    }
  }

  /** Shows that the files are being read, with a button to cancel. */
  private async showing<Value>(
    { name }: DataSession,
    work: (show: (share: number) => void) => Promise<Value>,
  ): Promise<Value> {
    const { store } = this.parts;
    const show = (share: number) => store.setState({ reading: { name, share } });
    show(0);
    try {
      return await work(show);
    } finally {
      store.setState({ reading: undefined });
    }
  }

  private askShape(session: DataSession, shape: ShapeQuestion): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      const end = () => this.asked.setState({ asking: undefined });
      this.asked.setState({
        asking: {
          name: session.name,
          question: { kind: 'shape', shape },
          giveShape: (given) => {
            end();
            resolve(given);
          },
          use: () => Promise.reject(new Error('There is nothing to be read yet.')),
          cancel: () => {
            end();
            reject(notOpened(session));
          },
        },
      });
    });
  }

  /** Resolves when the files have been opened as the dialog says; rejects when it is closed. */
  private ask(question: DataQuestion, shapes: Shapes): Promise<string> {
    const { session, listing } = question;
    return new Promise((resolve, reject) => {
      const end = () => this.asked.setState({ asking: undefined });
      const use = async (chosen: Mapping) => {
        const { withShapes } = await choiceCode();
        const mapping = withShapes(chosen, listing, shapes);
        const text = await this.readAndOpen(session, mapping, shapes, { told: '', reasons: [] });
        const { remember } = await memoryCode();
        remember(listing.arrays, mapping);
        end();
        resolve(text);
      };
      const cancel = () => {
        end();
        reject(notOpened(session));
      };
      this.asked.setState({
        asking: {
          name: session.name,
          question: { kind: 'data', ...question },
          giveShape: () => {},
          use,
          cancel,
        },
      });
    });
  }

  /** Reads what the mapping says and opens it. Throws `DataFileError`. */
  private async readAndOpen(
    session: DataSession,
    mapping: Mapping,
    shapes: Shapes,
    { told, reasons }: Pick<Choice, 'told' | 'reasons'>,
  ): Promise<string> {
    const ends = new AbortController();
    const before = this.giveUp;
    this.giveUp = () => ends.abort();
    let data: OwnData;
    try {
      data = await this.showing(session, (show) => session.read(mapping, show, ends.signal));
    } catch (error) {
      if (ends.signal.aborted) throw new Cancelled((error as Error).message);
      throw error;
    } finally {
      this.giveUp = before;
    }
    await this.take(session.name, data);
    this.opened = { files: session.files, shapes, mapping };
    const verb = session.files.length > 1 ? 'are' : 'is';
    const text = [`${session.name} ${verb} open: ${ownCount(data)} samples.`, told]
      .join(' ')
      .trim();
    const { experiment } = this.parts.store.getState();
    const dataReading = [...reasons, ...readingNotes(data, experiment)].join(' ');
    this.parts.store.setState({ dataFile: text, dataReading });
    return text;
  }

  /** Puts the data in place of the task. */
  private async take(name: string, data: OwnData): Promise<void> {
    const before = this.parts.store.getState();
    if (before.sweeping) throw sweepRuns();
    const experiment = experimentOn(data, before.experiment);
    const problem = ownShapesProblem(experiment.task);
    if (problem !== undefined) throw new DataFileError(`${name}: ${problem.message}`);
    // Networks that were trained on another file would forecast this one's samples.
    if (before.run && originOf(before.run).fromFile) await this.run.reset();
    const opened = new OpenedFile((this.parts.file()?.id ?? 0) + 1, name, data);
    this.parts.dispatch({ type: 'open file', file: opened });
    this.parts.withdrawNotices('data');
    this.settings.openOwn(experiment);
    this.noteChanges(opened, before.experiment, experiment);
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
    // How files with a division of their own are divided is said with how they are read.
    if (data.split) return;
    if (now.data.train >= before.data.train && now.data.test >= before.data.test) return;
    this.parts.notice(
      `The file has ${ownCount(data)} samples: ${now.data.train} for training and ${now.data.test} for testing.`,
      'data samples',
    );
  }
}

/** The user has given it up: there is nothing to be asked. */
class Cancelled extends DataFileError {}

const notOpened = ({ name }: DataSession): DataFileError =>
  new Cancelled(`${name} was not opened. What was open stays.`);

const sweepRuns = (): DataFileError =>
  new DataFileError('A sweep is running on the file that is open now: stop it first.');

const isShapeQuestion = (error: unknown): error is Error & ShapeQuestion =>
  error instanceof Error && error.name === 'MissingShapeError';
