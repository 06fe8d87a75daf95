/** Files that only a network's worker can make: who asked for them, and what becomes of that. */
import type { NetworkId } from '../../../engine/experiment/network.ts';
import type { ExportKind } from '../../../engine/export/kinds.ts';
import type { LabEvent } from '../../../worker/protocol.ts';
import type { Draft } from './draft.ts';

type Exported = Extract<LabEvent, { type: 'exported' }>;
type Exporting = Extract<LabEvent, { type: 'exporting' }>;

/** Asking for the same files again while they are made gives the same ones. */
export function askForFiles(
  draft: Draft,
  id: NetworkId,
  { what, ticket }: { what: ExportKind; ticket: number },
): void {
  const { runId } = draft.lab;
  const { files } = draft.hidden(id);
  const asked = files.find((one) => one.what === what && one.runId === runId);
  const others = files.filter((one) => one !== asked);
  const tickets = [...(asked?.tickets ?? []), ticket];
  draft.patchHidden(id, { files: [...others, { runId, what, tickets }] });
  if (!asked) draft.post(id, { type: 'export', what });
}

/** Nothing happens where no one has asked for the files. */
export function cancelFiles(draft: Draft, id: NetworkId, what: ExportKind): void {
  const { runId } = draft.lab;
  const asked = draft.hidden(id).files.some((one) => one.what === what && one.runId === runId);
  if (asked) draft.post(id, { type: 'cancelExport', what });
}

export function onExporting(draft: Draft, id: NetworkId, event: Exporting): void {
  const { files } = draft.hidden(id);
  const asked = files.find((one) => one.what === event.what && one.runId === event.runId);
  if (asked) draft.do({ type: 'files progress', tickets: asked.tickets, answer: event });
}

/** Files of an older run are handed over, too: they were asked for. */
export function onExported(draft: Draft, id: NetworkId, event: Exported): void {
  const { files } = draft.hidden(id);
  const asked = files.find((one) => one.what === event.what && one.runId === event.runId);
  if (!asked) return;
  draft.patchHidden(id, { files: files.filter((one) => one !== asked) });
  draft.do({ type: 'hand over', tickets: asked.tickets, answer: event });
}

/** A network's worker is gone, and answers nothing any more; `reason` says why it died, if it did. */
export function refuseFiles(draft: Draft, id: NetworkId, reason?: string): void {
  const { files } = draft.hidden(id);
  draft.patchHidden(id, { files: [] });
  const tickets = files.flatMap((one) => one.tickets);
  if (tickets.length === 0) return;
  const end = reason === undefined ? 'was replaced' : `stopped (${reason.replace(/\.$/, '')})`;
  draft.do({
    type: 'refuse',
    tickets,
    reason: `Nothing was saved: the worker of network ${id.toUpperCase()} ${end} before the files were made. Save again as soon as the network is back.`,
  });
}
