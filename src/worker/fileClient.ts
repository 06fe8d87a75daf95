/**
 * The page's side of the worker that reads data files: one worker for all files that are opened together. It ends with
 * the session, or as soon as reading is cancelled, so that the library and all memory in between go with it.
 */
import { DataFileError, nameList } from '../engine/files/arrays.ts';
import { MissingShapeError } from '../engine/files/container/missingShape.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import type { Mapping } from '../engine/mapping/mapping.ts';
import type { Preview } from '../engine/mapping/preview.ts';
import type { ArrayLook, FileCommand, FileEvent, Listing, Shapes } from './fileProtocol.ts';
import { WorkerHost } from './host.ts';

const makeWorker = () =>
  new Worker(new URL('./file.worker.ts', import.meta.url), { type: 'module', name: 'data file' });

interface Waiting<Value> {
  resolve: (value: Value) => void;
  reject: (error: Error) => void;
}

/** Files that are open. What rejects does so with a `DataFileError` whose message is a sentence. */
export interface DataSession {
  /** For messages: the name of the file, or of the first few. */
  readonly name: string;
  readonly files: readonly File[];
  /** What the files hold. Rejects with a `MissingShapeError` where a shape is needed first. */
  open(shapes: Shapes): Promise<Listing>;
  /** A first look at an array; `onLook` is told when it is there, or never if the session ends before. */
  look(name: string, onLook: (look: ArrayLook) => void): void;
  /** What the first sample would be; undefined if another one was asked for since. */
  preview(mapping: Mapping): Promise<Preview | undefined>;
  /** `onShare` gets the share that is read, from 0 to 1. */
  read(mapping: Mapping, onShare: (share: number) => void, signal: AbortSignal): Promise<OwnData>;
  /** Ends the worker; what is still awaited is refused as cancelled. */
  end(): void;
}

/** Opens files in a worker of their own. */
export class FileSession implements DataSession {
  readonly name: string;
  private readonly host: WorkerHost<FileCommand, FileEvent>;
  private shapes: Shapes = {};
  /** Whether the present worker has been given the files. */
  private given = false;
  private listing?: Waiting<Listing>;
  private reading?: Waiting<OwnData> & { onShare: (share: number) => void };
  private previewing?: Waiting<Preview | undefined> & { ticket: number };
  private readonly looking = new Map<string, (look: ArrayLook) => void>();
  private tickets = 0;

  constructor(
    readonly files: readonly File[],
    make: () => Worker = makeWorker,
  ) {
    this.name = nameList(files.map(({ name }) => name));
    this.host = new WorkerHost(make, {
      onMessage: (event) => this.hear(event),
      onDeath: (reason) =>
        this.refuseAll(
          `${this.name} was not read: the worker that reads it stopped (${reason}). Memory may be short: try again, or read fewer samples.`,
        ),
    });
  }

  open(shapes: Shapes): Promise<Listing> {
    this.shapes = shapes;
    this.given = false;
    return new Promise((resolve, reject) => {
      this.listing = { resolve, reject };
      this.give();
    });
  }

  look(name: string, onLook: (look: ArrayLook) => void): void {
    this.looking.set(name, onLook);
    this.post({ type: 'look', name });
  }

  preview(mapping: Mapping): Promise<Preview | undefined> {
    this.previewing?.resolve(undefined);
    return new Promise((resolve, reject) => {
      const ticket = ++this.tickets;
      this.previewing = { resolve, reject, ticket };
      this.post({ type: 'preview', mapping, ticket });
    });
  }

  read(mapping: Mapping, onShare: (share: number) => void, signal: AbortSignal): Promise<OwnData> {
    return new Promise((resolve, reject) => {
      this.reading = { resolve, reject, onShare };
      signal.addEventListener('abort', () => this.end(), { once: true });
      this.post({ type: 'read', mapping });
    });
  }

  end(): void {
    this.refuseAll(`${this.name} was not read: it was cancelled.`);
  }

  /** Reading keeps a worker busy: looks that are due then are asked of the next one. */
  private post(command: FileCommand): void {
    if (!this.given) this.give();
    this.host.post(command);
  }

  private give(): void {
    this.given = true;
    this.host.post({ type: 'open', files: this.files, shapes: this.shapes });
  }

  private refuseAll(message: string): void {
    this.host.end();
    this.given = false;
    this.looking.clear();
    this.refuse(new DataFileError(message));
  }

  private refuse(error: Error): void {
    const { listing, reading, previewing } = this;
    this.listing = this.reading = this.previewing = undefined;
    listing?.reject(error);
    reading?.reject(error);
    previewing?.reject(error);
  }

  private hear(event: FileEvent): void {
    switch (event.type) {
      case 'listed':
        this.listing?.resolve(event.listing);
        this.listing = undefined;
        return;
      case 'shape needed':
        this.listing?.reject(new MissingShapeError(event.file, event.count, event.suggestions));
        this.listing = undefined;
        return;
      case 'looked':
        this.looking.get(event.look.name)?.(event.look);
        this.looking.delete(event.look.name);
        return;
      case 'previewed':
      case 'not previewed':
        this.hearPreview(event);
        return;
      case 'progress':
        this.reading?.onShare(event.total > 0 ? Math.min(1, event.done / event.total) : 1);
        return;
      case 'read':
        this.reading?.resolve(event.data);
        this.reading = undefined;
        return;
      case 'refused':
        this.refuse(new DataFileError(event.message));
        return;
      case 'failed':
        this.refuse(
          new DataFileError(`${this.name} can’t be read: ${event.message.replace(/\.$/, '')}.`),
        );
        return;
      default:
        event satisfies never;
    }
  }

  private hearPreview(event: Extract<FileEvent, { ticket: number }>): void {
    if (this.previewing?.ticket !== event.ticket) return;
    const { resolve, reject } = this.previewing;
    this.previewing = undefined;
    if (event.type === 'previewed') resolve(event.preview);
    else reject(new DataFileError(event.message));
  }
}
