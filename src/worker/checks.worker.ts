/** The script of the worker that computes the checks. It is ended from outside: see checksClient.ts. */
import { checks } from '../engine/verification/index.ts';
import { announce } from './lifeline.ts';
import type { ChecksCommand, ChecksEvent } from './checksProtocol.ts';

/** Least time between two reports of progress (ms). */
const PROGRESS_INTERVAL = 50;

const post = (event: ChecksEvent) => self.postMessage(event);

function compute(id: string): void {
  const check = checks.find((known) => known.id === id);
  if (!check) throw new Error(`There is no check “${id}”.`);
  const started = performance.now();
  const steps = check.run();
  let reported = started;
  for (;;) {
    const { done, value } = steps.next();
    const now = performance.now();
    if (done) {
      post({ type: 'done', id, result: value, milliseconds: now - started });
      return;
    }
    if (now - reported < PROGRESS_INTERVAL) continue;
    reported = now;
    post({ type: 'progress', id, share: value });
  }
}

self.onmessage = ({ data: { id } }: MessageEvent<ChecksCommand>) => {
  try {
    compute(id);
  } catch (error) {
    post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
};
announce();
