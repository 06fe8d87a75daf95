/** Opens data files for the page and answers what it asks about them, wherever this runs. */
import { DataFileError, nameList } from '../engine/files/arrays.ts';
import type { Container } from '../engine/files/container/container.ts';
import { MissingShapeError } from '../engine/files/container/missingShape.ts';
import { openContainer } from '../engine/files/container/open.ts';
import { arrayStatistics } from '../engine/files/container/statistics.ts';
import { openMapped } from '../engine/mapping/open.ts';
import { blobSource } from './blobSource.ts';
import type { FileCommand, FileEvent } from './fileProtocol.ts';

/** Least time between two reports (ms). */
const REPORT_INTERVAL = 100;

export class FileDesk {
  private container?: Container;
  private names: readonly string[] = [];
  /** Of the questions that are not answered yet. */
  private readonly open = new Map<number, AbortController>();

  constructor(
    private readonly reply: (event: FileEvent) => void,
    private readonly now = () => performance.now(),
  ) {}

  async handle(command: FileCommand): Promise<void> {
    switch (command.type) {
      case 'open':
        return this.answer(undefined, async () => {
          const { files, options } = command;
          this.names = files.map(({ name }) => name);
          this.container = await openContainer(files.map(blobSource), options);
          const { kind, arrays, groups, notes } = this.container;
          this.reply({ type: 'opened', listing: { kind, arrays, groups, notes } });
        });
      case 'statistics':
        return this.answer(command.id, async (container, signal) => {
          const info = container.arrays.find(({ name }) => name === command.name);
          if (!info) throw new DataFileError(`The file has no array ${nameList([command.name])}.`);
          const statistics = await arrayStatistics(container, info, signal);
          this.reply({ type: 'statistics', id: command.id, statistics });
        });
      case 'load':
        return this.answer(command.id, async (container, signal) => {
          const { id, mapping } = command;
          const onProgress = this.reporter(id);
          const { own, proposal } = await openMapped(container, mapping, { signal, onProgress });
          this.reply({ type: 'loaded', id, data: own, ...(proposal ? { proposal } : {}) });
        });
      case 'cancel':
        this.open.get(command.id)?.abort(new DataFileError('It was cancelled.'));
        return;
      default:
        command satisfies never;
    }
  }

  /** What `act` throws is the answer, too. */
  private async answer(
    id: number | undefined,
    act: (container: Container, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    if (id !== undefined) this.open.set(id, controller);
    try {
      // Opening is the one thing that can do without.
      await act(this.container!, controller.signal);
    } catch (error) {
      this.reply(this.refusal(id, error));
    } finally {
      if (id !== undefined) this.open.delete(id);
    }
  }

  private refusal(id: number | undefined, error: unknown): FileEvent {
    const about = id === undefined ? {} : { id };
    if (error instanceof MissingShapeError) {
      const { message, file, count, suggestions } = error;
      return { type: 'refused', ...about, message, shape: { file, count, suggestions } };
    }
    if (error instanceof DataFileError) {
      // Opening several files, the one that is at fault is named already.
      const message =
        id === undefined ? error.message : `${nameList(this.names)}: ${error.message}`;
      return { type: 'refused', ...about, message };
    }
    const message = error instanceof Error ? error.message : String(error);
    // Every engine words it in its own way.
    if (error instanceof RangeError && /alloc|memory|length/i.test(message)) {
      return {
        type: 'refused',
        ...about,
        message: `${nameList(this.names)}: there is not enough memory for what was chosen: choose fewer samples, times or points.`,
      };
    }
    return { type: 'failed', ...about, message };
  }

  private reporter(id: number): (done: number, total: number) => void {
    let reported = -Infinity;
    return (done, total) => {
      const moment = this.now();
      if (moment - reported < REPORT_INTERVAL) return;
      reported = moment;
      this.reply({ type: 'progress', id, done, total });
    };
  }
}
