/** Files that only a network's worker can make. */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import type { ExportFile } from '../../engine/export/files.ts';
import type { ExportKind } from '../../engine/export/network.ts';
import type { LabEvent } from '../../worker/protocol.ts';
import { useLab } from '../state.ts';
import { networks } from './workers.ts';

type Exported = Extract<LabEvent, { type: 'exported' }>;

const pending = new Map<string, (event: Exported) => void>();
const keyOf = (id: NetworkId, what: ExportKind, runId: number) => `${runId} ${id} ${what}`;

/** Asks for files; one request of a kind at a time. Rejects with the worker's reason; never ends if it dies. */
export async function askForFiles(id: NetworkId, what: ExportKind): Promise<ExportFile[]> {
  const { runId } = useLab.getState();
  const answer = new Promise<Exported>((resolve) => {
    pending.set(keyOf(id, what, runId), resolve);
  });
  networks[id].post({ type: 'export', runId, what });
  const { files, problem } = await answer;
  if (problem !== undefined) throw new Error(problem);
  return files;
}

/** A worker has answered. */
export function exported(id: NetworkId, event: Exported): void {
  const key = keyOf(id, event.what, event.runId);
  pending.get(key)?.(event);
  pending.delete(key);
}
