/** The newest checkpoint of each network of the run. */
import type { NetworkId } from '../../../engine/experiment/schema.ts';
import type { Checkpoint } from '../../../engine/train/checkpoint.ts';
import type { CurvePoint, TrainingResult } from '../../../engine/train/progress.ts';
import { networkIds } from '../../state.ts';

export interface Kept {
  checkpoint: Checkpoint;
  /** The curve up to it. */
  curve: CurvePoint[];
  /** Of a run that had finished before and is shown again: its numbers stay what they were. */
  result?: TrainingResult;
}

const kept = new Map<NetworkId, Kept>();

export const keptOf = (id: NetworkId): Kept | undefined => kept.get(id);

/** A network has told where it could go on, and what its curve is by now. */
export function keep(id: NetworkId, checkpoint: Checkpoint, curve: readonly CurvePoint[]): void {
  const { result } = kept.get(id) ?? {};
  kept.set(id, { checkpoint, curve: curve.slice(0, checkpoint.points), result });
}

/** What a run begins with: nothing, or what was stored of it. */
export function beginKeeping(from: Partial<Record<NetworkId, Kept>> = {}): void {
  kept.clear();
  for (const id of networkIds) {
    const one = from[id];
    if (one) kept.set(id, one);
  }
}
