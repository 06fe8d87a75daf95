/** Opens and reads data files for the page, wherever this runs. */
import { DataFileError, nameList } from '../engine/files/arrays.ts';
import type { ByteSource, Container } from '../engine/files/container/container.ts';
import { MissingShapeError } from '../engine/files/container/missingShape.ts';
import { openContainer } from '../engine/files/container/open.ts';
import { arrayStatistics } from '../engine/files/container/statistics.ts';
import { applyMapping } from '../engine/mapping/apply.ts';
import type { Mapping } from '../engine/mapping/mapping.ts';
import { whyNothing } from '../engine/mapping/open.ts';
import { previewOf } from '../engine/mapping/preview.ts';
import { propose } from '../engine/mapping/propose.ts';
import type { FileCommand, FileEvent, Shapes } from './fileProtocol.ts';

/** Least time between two reports (ms). */
const REPORT_INTERVAL = 100;

type Command<Type extends FileCommand['type']> = Extract<FileCommand, { type: Type }>;

export class FileDesk {
  private container?: Container;
  private names: readonly string[] = [];
  /** Commands are carried out one after the other. */
  private queue = Promise.resolve();

  constructor(
    private readonly reply: (event: FileEvent) => void,
    private readonly source: (file: File) => ByteSource,
    private readonly now = () => performance.now(),
  ) {}

  /** Resolves when the command has been carried out. Never rejects. */
  hear(command: FileCommand): Promise<void> {
    this.queue = this.queue.then(() => this.carryOut(command));
    return this.queue;
  }

  private async carryOut(command: FileCommand): Promise<void> {
    try {
      switch (command.type) {
        case 'open':
          await this.open(command.files, command.shapes);
          return;
        case 'look':
          await this.look(command.name);
          return;
        case 'preview':
          await this.preview(command);
          return;
        case 'read':
          await this.read(command.mapping);
          return;
        default:
          command satisfies never;
      }
    } catch (error) {
      this.reply(answerTo(error, nameList(this.names)));
    }
  }

  private async open(files: readonly File[], shapes: Shapes): Promise<void> {
    this.container?.close();
    this.container = undefined;
    this.names = files.map(({ name }) => name);
    const sources = files.map((file) => this.source(file));
    this.container = await openContainer(sources, { shapes });
    const { arrays, notes } = this.container;
    const proposals = propose(this.container);
    const why = proposals.length > 0 ? '' : reasonFor(this.container);
    this.reply({ type: 'listed', listing: { arrays, notes, proposals, why } });
  }

  private get opened(): Container {
    if (!this.container) throw new DataFileError('No file is open: drop it again.');
    return this.container;
  }

  private async look(name: string): Promise<void> {
    try {
      const info = this.opened.arrays.find((array) => array.name === name);
      if (!info) throw new DataFileError(`There is no array ${name}.`);
      if (info.problem !== undefined) throw new DataFileError(info.problem);
      const statistics = await arrayStatistics(this.opened, info);
      this.reply({ type: 'looked', look: { name, statistics } });
    } catch (error) {
      this.reply({ type: 'looked', look: { name, problem: messageOf(error) } });
    }
  }

  private async preview({ mapping, ticket }: Command<'preview'>): Promise<void> {
    try {
      this.reply({ type: 'previewed', preview: await previewOf(this.opened, mapping), ticket });
    } catch (error) {
      this.reply({ type: 'not previewed', message: messageOf(error), ticket });
    }
  }

  private async read(mapping: Mapping): Promise<void> {
    let reported = -Infinity;
    const onProgress = (done: number, total: number) => {
      const moment = this.now();
      if (moment - reported < REPORT_INTERVAL) return;
      reported = moment;
      this.reply({ type: 'progress', done, total });
    };
    try {
      this.reply({ type: 'read', data: await applyMapping(this.opened, mapping, { onProgress }) });
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error;
      throw new DataFileError(`${nameList(this.names)}: ${error.message}`, { cause: error });
    }
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Why nothing is proposed. */
function reasonFor(container: Container): string {
  try {
    return whyNothing(container);
  } catch (error) {
    if (error instanceof DataFileError) return error.message;
    throw error;
  }
}

function answerTo(error: unknown, names: string): FileEvent {
  if (error instanceof MissingShapeError) {
    const { file, count, suggestions, message } = error;
    return { type: 'shape needed', file, count, suggestions, message };
  }
  const message = messageOf(error);
  // Every engine words it in its own way.
  if (error instanceof RangeError && /alloc|memory|length/i.test(message)) {
    const sentence = `${names}: there is not enough memory for what was chosen: choose fewer samples, times or points.`;
    return { type: 'refused', message: sentence };
  }
  return { type: error instanceof DataFileError ? 'refused' : 'failed', message };
}
