/**
 * The page's side of the worker that reads data files: one worker for the files that are open together. It is ended when
 * they are closed, so that the files, their library and all memory in between go with it.
 */
import { DataFileError, nameList } from '../engine/files/arrays.ts';
import type { OpenOptions } from '../engine/files/container/container.ts';
import { MissingShapeError } from '../engine/files/container/missingShape.ts';
import type { ArrayStatistics } from '../engine/files/container/statistics.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import type { Proposal } from '../engine/mapping/mapping.ts';
import type { FileCommand, FileEvent, FileListing } from './fileProtocol.ts';
import { WorkerHost } from './host.ts';

const makeWorker = () =>
  new Worker(new URL('./file.worker.ts', import.meta.url), { type: 'module', name: 'data file' });

/** Files that are open. Everything rejects with a `DataFileError` whose message is a sentence. */
export interface FileSession {
  readonly listing: FileListing;
  /** Range, gaps and picture of an array, by its name in the listing. */
  statistics(name: string, signal?: AbortSignal): Promise<ArrayStatistics>;
  /**
   * The samples that the mapping (`formatMapping`) chooses, or without one the likeliest proposal. `onShare` gets the share
   * that is read, from 0 to 1. When it is cancelled the files stay open.
   */
  load(
    mapping: string | undefined,
    onShare?: (share: number) => void,
    signal?: AbortSignal,
  ): Promise<{ data: OwnData; proposal?: Proposal }>;
  /** Ends the worker; questions that are not answered are refused. */
  close(): void;
}

/** Rejects with a `MissingShapeError` for a file without a header; opened again with its shape it is read. */
export async function openDataFiles(
  files: readonly File[],
  options?: OpenOptions,
  signal?: AbortSignal,
  make: () => Worker = makeWorker,
): Promise<FileSession> {
  return new Session(files, make).open(options, signal);
}

/** Opens one file and reads the likeliest samples in it. */
export async function readDataFile(
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
  make: () => Worker = makeWorker,
): Promise<OwnData> {
  const session = await openDataFiles([file], undefined, signal, make);
  try {
    return (await session.load(undefined, onShare, signal)).data;
  } finally {
    session.close();
  }
}

type Answer = Exclude<FileEvent, { type: 'progress' | 'refused' | 'failed' }>;

interface Question {
  resolve(answer: Answer): void;
  reject(error: DataFileError): void;
  onShare?: (share: number) => void;
}

class Session {
  /** By number; that of opening is undefined. */
  private readonly questions = new Map<number | undefined, Question>();
  private readonly host: WorkerHost<FileCommand, FileEvent>;
  private readonly names: string;
  private asked = 0;

  constructor(
    private readonly files: readonly File[],
    make: () => Worker,
  ) {
    this.names = nameList(files.map(({ name }) => name));
    this.host = new WorkerHost(make, {
      onMessage: (event) => this.hear(event),
      onDeath: (reason) =>
        this.end(
          `${this.names} was not read: the worker that reads it stopped (${reason}). Memory may be short: try again, or choose less of the file.`,
        ),
    });
  }

  async open(options: OpenOptions | undefined, signal?: AbortSignal): Promise<FileSession> {
    const cancel = () => this.end(this.cancelled());
    try {
      const answer = await this.ask(
        undefined,
        { type: 'open', files: this.files, options },
        cancel,
        signal,
      );
      if (answer.type !== 'opened') throw new Error('The worker gave another answer.');
      return {
        listing: answer.listing,
        statistics: (name, ends) => this.statistics(name, ends),
        load: (mapping, onShare, ends) => this.load(mapping, onShare, ends),
        close: () => this.end(`${this.names} was closed.`),
      };
    } catch (error) {
      this.host.end();
      throw error;
    }
  }

  private async statistics(name: string, signal?: AbortSignal): Promise<ArrayStatistics> {
    const id = ++this.asked;
    const answer = await this.ask(
      id,
      { type: 'statistics', id, name },
      () => this.cancel(id),
      signal,
    );
    if (answer.type !== 'statistics') throw new Error('The worker gave another answer.');
    return answer.statistics;
  }

  private async load(
    mapping: string | undefined,
    onShare?: (share: number) => void,
    signal?: AbortSignal,
  ): Promise<{ data: OwnData; proposal?: Proposal }> {
    const id = ++this.asked;
    const command = { type: 'load', id, ...(mapping === undefined ? {} : { mapping }) } as const;
    const answer = await this.ask(id, command, () => this.cancel(id), signal, onShare);
    if (answer.type !== 'loaded') throw new Error('The worker gave another answer.');
    return answer;
  }

  private async ask(
    id: number | undefined,
    command: FileCommand,
    cancel: () => void,
    signal?: AbortSignal,
    onShare?: (share: number) => void,
  ): Promise<Answer> {
    if (signal?.aborted) throw new DataFileError(this.cancelled());
    try {
      return await new Promise((resolve, reject) => {
        this.questions.set(id, { resolve, reject, onShare });
        signal?.addEventListener('abort', cancel, { once: true });
        this.host.post(command);
      });
    } finally {
      this.questions.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  private hear(event: FileEvent): void {
    const question = this.questions.get('id' in event ? event.id : undefined);
    if (!question) return;
    switch (event.type) {
      case 'progress':
        question.onShare?.(event.total > 0 ? event.done / event.total : 1);
        return;
      case 'refused': {
        const { message, shape } = event;
        question.reject(
          shape
            ? new MissingShapeError(shape.file, shape.count, shape.suggestions)
            : new DataFileError(message),
        );
        return;
      }
      case 'failed':
        question.reject(
          new DataFileError(`${this.names} can’t be read: ${event.message.replace(/\.$/, '')}.`),
        );
        return;
      case 'opened':
      case 'statistics':
      case 'loaded':
        question.resolve(event);
        return;
      default:
        event satisfies never;
    }
  }

  /** The worker is told, and the question is refused without waiting for it. */
  private cancel(id: number): void {
    this.host.post({ type: 'cancel', id });
    this.questions.get(id)?.reject(new DataFileError(this.cancelled()));
  }

  private readonly cancelled = (): string => `${this.names} was not read: it was cancelled.`;

  private end(message: string): void {
    this.host.end();
    for (const question of this.questions.values()) question.reject(new DataFileError(message));
  }
}
