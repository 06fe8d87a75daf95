/** Starts the processes of parts, and ends them and all that they have started when their time is up. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { seconds, type Row } from '../table.ts';
import type { PartMessage } from './part.ts';

export interface Outcome {
  rows: Row[];
  versions: Record<string, string>;
  /** Why it is incomplete, as a sentence. */
  failure?: string;
}

/** A process that does not end even when it is killed, as with a driver that hangs, is left behind after that (ms). */
const FAREWELL_MS = 2000;

/** Ends a process and all of its group. */
function killAll({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended, and so have all others.
  }
}

/** Why a process ended before it was done. */
const ending = (code: number | null, signal: NodeJS.Signals | null): string =>
  `Its process ended (${signal ?? `exit code ${code}`}).`;

/** What the process that these arguments of Node start has told by its end, by its limit or until it is stopped. */
export async function runProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  limitMs: number,
  stopped: AbortSignal,
  { quiet = false } = {},
): Promise<Outcome> {
  const outcome: Outcome = { rows: [], versions: {} };
  const child = spawn(process.execPath, args, {
    // A group of its own, so that what it starts can be ended with it.
    detached: true,
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  let done = false;
  child.on('message', (message: PartMessage) => {
    if (message.type === 'row') outcome.rows.push(message.row);
    else if (message.type === 'failure') outcome.failure = message.sentence;
    else {
      done = true;
      outcome.versions = message.versions;
    }
  });
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), limitMs);
  const cut = AbortSignal.any([late.signal, stopped]);
  try {
    const [code, signal] = (await once(child, 'exit', { signal: cut })) as [
      number | null,
      NodeJS.Signals | null,
    ];
    if (!done) outcome.failure ??= ending(code, signal);
  } catch (error) {
    if (stopped.aborted) outcome.failure ??= 'It was stopped.';
    else if (late.signal.aborted) outcome.failure ??= `It was cut off after ${seconds(limitMs)}.`;
    else throw error;
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(FAREWELL_MS) });
    killAll(child);
    await ended.catch(() => {});
  } finally {
    clearTimeout(timer);
    killAll(child);
    child.unref();
    if (child.connected) child.disconnect();
  }
  return outcome;
}
