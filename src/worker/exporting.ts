/** Files that take a while: what is reported of them meanwhile, and whether they are still wanted. */
import { yieldToEvents } from '../engine/events.ts';
import type { OnSample } from '../engine/export/datasets/write.ts';
import { layoutIds, type LayoutId } from '../engine/export/datasets/layoutNames.ts';
import type { DatasetKind, ExportKind } from '../engine/export/kinds.ts';
import type { Reply } from './serve.ts';

export const isDataset = (what: ExportKind): what is DatasetKind => what.startsWith('dataset-');

export const layoutOf = (what: DatasetKind): LayoutId =>
  layoutIds.find((id) => what === `dataset-${id}`)!;

/** Between two reports; in between other commands are heard (ms). */
const REPORT_MS = 100;

export class Exporting {
  private readonly unwanted = new Set<ExportKind>();

  constructor(private readonly now = () => performance.now()) {}

  /** What to call after every sample. It throws once the files are not wanted any more. */
  begin(what: ExportKind, reply: Reply): OnSample {
    this.unwanted.delete(what);
    let reported = this.now();
    return async (done, total) => {
      const now = this.now();
      if (now - reported < REPORT_MS) return;
      reported = now;
      reply({ type: 'exporting', what, done, total });
      await yieldToEvents();
      if (this.unwanted.has(what)) throw new Error('Cancelled: nothing was saved.');
    };
  }

  cancel(what: ExportKind): void {
    this.unwanted.add(what);
  }
}
