/** What a network's worker reports on the way to the end of its training. */
import type { NetworkId } from '../../../engine/experiment/network.ts';
import { originOf } from '../../../engine/tasks/index.ts';
import type { Checkpoint } from '../../../engine/train/checkpoint.ts';
import type { TrainingResult } from '../../../engine/train/progress.ts';
import type { LabEvent } from '../../../worker/protocol.ts';
import { formatPercent } from '../../shared/numbers.ts';
import type { Draft } from './draft.ts';
import { requestForecast } from './stageQuestions.ts';

type Told<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

export function onProgress(draft: Draft, id: NetworkId, event: Told<'progress'>): void {
  const { curve, forecast, step: before } = draft.network(id);
  const first = !forecast && event.step > before;
  const { step, points, stepMs, memoryBytes, compiling, rate, cut } = event;
  draft.patch(id, {
    step,
    stepMs,
    memoryBytes,
    compiling,
    rate,
    cut,
    curve: points.length > 0 ? [...curve, ...points] : curve,
  });
  // Also of a network that continues from a checkpoint: its next test point may be far.
  if (first || points.some((point) => point.test !== undefined)) requestForecast(draft, id);
}

/** A worker has reported where the network could continue. */
export function onCheckpoint(draft: Draft, id: NetworkId, checkpoint: Checkpoint): void {
  const { run } = draft.lab;
  const { result } = draft.hidden(id).kept ?? {};
  const curve = draft.network(id).curve.slice(0, checkpoint.points);
  draft.patchHidden(id, { kept: { checkpoint, curve, result } });
  // The samples of own data are in a file that the page can't open again by itself.
  if (run && !originOf(run).fromFile) draft.do({ type: 'save' });
}

export function onPaused(draft: Draft, id: NetworkId, step: number): void {
  draft.patchHidden(id, { stopping: false });
  draft.patch(id, { status: 'paused', step, compiling: undefined });
  requestForecast(draft, id);
}

export function onFinished(draft: Draft, id: NetworkId, result: TrainingResult): void {
  draft.patchHidden(id, { stopping: false });
  // One that continues from its last step has compiled for nothing, and says no more about it.
  const done = { status: 'finished', result: sameResult(draft, id, result) } as const;
  draft.patch(id, { ...done, compiling: undefined });
  requestForecast(draft, id);
}

/** Errors of the same weights on the same samples agree to rounding; more than that (relative) is another network. */
const SAME = 0.02;

/** Of a run that is shown again the numbers stay what they were; that its networks are the same is checked. */
function sameResult(draft: Draft, id: NetworkId, result: TrainingResult): TrainingResult {
  const before = draft.hidden(id).kept?.result;
  if (!before) return result;
  if (Math.abs(result.test - before.test) > SAME * before.test) {
    draft.notice(
      `Network ${id.toUpperCase()} of this run forecasts differently than before (test error ${formatPercent(result.test)} instead of ${formatPercent(before.test)}): it was trained by another version of this page. Train again to get new results.`,
      `run ${id}`,
    );
  }
  return before;
}
