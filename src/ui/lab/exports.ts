/** Files that only a network's worker can make, as promises. */
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { ExportFile } from '../../engine/export/files.ts';
import type { ExportKind } from '../../engine/export/kinds.ts';
import type { LabEvent } from '../../worker/protocol.ts';
import type { RunEvent } from './run/events.ts';

type Answer = Extract<LabEvent, { type: 'exported' }>;
type Progress = Extract<LabEvent, { type: 'exporting' }>;

/** Samples written so far. */
export type OnFiles = (done: number, total: number) => void;

interface Waiting {
  onProgress?: OnFiles;
  resolve: (files: ExportFile[]) => void;
  reject: (reason: Error) => void;
}

export class FileRequests {
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  constructor(private readonly dispatch: (event: RunEvent) => void) {}

  /**
   * Asks for files; asking for the same again while they are made gives the same ones. Rejects with a sentence: the
   * worker's reason, or that the worker is gone.
   */
  ask(network: NetworkId, what: ExportKind, onProgress?: OnFiles): Promise<ExportFile[]> {
    const ticket = ++this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(ticket, { resolve, reject, onProgress });
      this.dispatch({ type: 'ask for files', network, what, ticket });
    });
  }

  /** Those who wait for the files of a data set are told that there are none, unless these were just made. */
  cancel(network: NetworkId, what: ExportKind): void {
    this.dispatch({ type: 'cancel files', network, what });
  }

  progress(tickets: readonly number[], { done, total }: Progress): void {
    for (const ticket of tickets) this.waiting.get(ticket)?.onProgress?.(done, total);
  }

  answer(tickets: readonly number[], { files, problem }: Answer): void {
    if (problem === undefined) this.settle(tickets, ({ resolve }) => resolve(files));
    else this.refuse(tickets, problem);
  }

  refuse(tickets: readonly number[], reason: string): void {
    this.settle(tickets, ({ reject }) => reject(new Error(reason)));
  }

  private settle(tickets: readonly number[], how: (one: Waiting) => void): void {
    for (const ticket of tickets) {
      const one = this.waiting.get(ticket);
      this.waiting.delete(ticket);
      if (one) how(one);
    }
  }
}
