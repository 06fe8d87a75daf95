/** Files that only a network's worker can make. */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import type { ExportFile } from '../../engine/export/files.ts';
import type { ExportKind } from '../../engine/export/network.ts';
import type { LabEvent } from '../../worker/protocol.ts';
import { useLab } from '../state.ts';
import { networks } from './workers.ts';

type Exported = Extract<LabEvent, { type: 'exported' }>;

interface Question {
  id: NetworkId;
  what: ExportKind;
  runId: number;
  resolve: (event: Exported) => void;
  reject: (reason: Error) => void;
}

/** What workers have been asked for and have not answered yet, with the answer that is due. */
const pending = new Map<Question, Promise<Exported>>();

function ask(id: NetworkId, what: ExportKind): Promise<Exported> {
  const { runId } = useLab.getState();
  for (const [asked, due] of pending) {
    if (asked.id === id && asked.what === what && asked.runId === runId) return due;
  }
  const question: Question = { id, what, runId, resolve: () => {}, reject: () => {} };
  const answer = new Promise<Exported>((resolve, reject) => {
    Object.assign(question, { resolve, reject });
  });
  pending.set(question, answer);
  networks[id].post({ type: 'export', runId, what });
  return answer;
}

/**
 * Asks for files; asking for the same again while they are made gives the same ones. Rejects with a sentence: the
 * worker's reason, or that the worker is gone.
 */
export async function askForFiles(id: NetworkId, what: ExportKind): Promise<ExportFile[]> {
  const { files, problem } = await ask(id, what);
  if (problem !== undefined) throw new Error(problem);
  return files;
}

/** A worker has answered. */
export function exported(id: NetworkId, event: Exported): void {
  for (const asked of pending.keys()) {
    if (asked.id !== id || asked.what !== event.what || asked.runId !== event.runId) continue;
    pending.delete(asked);
    asked.resolve(event);
  }
}

/** A network's worker is gone, and answers nothing any more; `reason` says why it died, if it did. */
export function noExports(id: NetworkId, reason?: string): void {
  const end = reason === undefined ? 'was replaced' : `stopped (${reason.replace(/\.$/, '')})`;
  for (const asked of pending.keys()) {
    if (asked.id !== id) continue;
    pending.delete(asked);
    asked.reject(
      new Error(
        `Nothing was saved: the worker of network ${id.toUpperCase()} ${end} before the files were made. Save again as soon as the network is back.`,
      ),
    );
  }
}
