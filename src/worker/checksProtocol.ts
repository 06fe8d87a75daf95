/** What the page of checks and its worker say to each other. The worker computes one check at a time. */
import type { CheckResult } from '../engine/verification/check.ts';

/** Asks for one check; answers `progress` now and then, and `done` or `failed` in the end. */
export interface ChecksCommand {
  id: string;
}

export type ChecksEvent = { id: string } & (
  | { type: 'progress'; share: number }
  | { type: 'done'; result: CheckResult; milliseconds: number }
  | { type: 'failed'; message: string }
);
