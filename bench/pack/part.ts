/** A part of a pack in a process of its own, which tells the one that started it what it has measured. */
import { Allowance } from '../allowance.ts';
import { contestantVersions } from '../contestants/contestant.ts';
import { provideGpu } from '../contestants/gpu.ts';
import { messageOf } from '../contestants/protocol.ts';
import type { Row } from '../table.ts';
import type { PackPart } from './parts.ts';

export type PartMessage =
  | { type: 'row'; row: Row }
  | { type: 'failure'; sentence: string }
  /** The last one. */
  | { type: 'done'; versions: Record<string, string> };

const tell = (message: PartMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send!(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });

async function measure(rows: () => AsyncIterable<Row> | Promise<Iterable<Row>>): Promise<void> {
  try {
    for await (const row of await rows()) await tell({ type: 'row', row });
  } catch (error) {
    await tell({ type: 'failure', sentence: messageOf(error) });
  }
}

/** Measures a part for so long (ms) and ends the process: a GPU's threads would keep it alive. */
export async function servePart({ measure: rows }: PackPart, softMs: number): Promise<never> {
  await measure(async function* () {
    yield* await rows(new Allowance(softMs));
  });
  await tell({ type: 'done', versions: contestantVersions });
  process.exit();
}

/** The adapter's name in a single row; as for a part. */
export async function serveProbe(): Promise<never> {
  await measure(async () => [{ what: 'Adapter', value: await provideGpu() }]);
  await tell({ type: 'done', versions: {} });
  process.exit();
}
