/** The benchmark's side of a contestant: starts its process, asks it, ends it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import path from 'node:path';
import type { Work } from '../work.ts';
import { timesOf, type Times } from '../statistics.ts';
import { REPLY, type Greeting, type Mode, type Reply, type Request } from './protocol.ts';

/** A contestant that has not answered by then is ended. */
const LIMIT_MS = 90_000;
/** No further rounds for a network whose steps take longer than this. */
const ONCE_MS = 4000;

/** Versions that the contestants of this run have told. */
export const contestantVersions: Record<string, string> = {};

/** No further rounds after that: a slow machine gets fewer repetitions, not hours. */
const RACE_MS = 20_000;

export class Contestant {
  private readonly lines: Interface;
  private waiting?: (line: Greeting | Reply) => void;
  private ended?: string;
  private greeting: Greeting = { error: 'It was not started.' };

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    this.lines = createInterface({ input: child.stdout! });
    this.lines.on('line', (line) => {
      if (line.startsWith(REPLY)) this.settle(JSON.parse(line.slice(REPLY.length)) as Reply);
    });
    child.on('error', (error) => this.end(`It could not be started: ${error.message}`));
    child.on('exit', () => this.end('Its process has ended.'));
    // A process that has ended takes no more requests; `exit` says so.
    child.stdin!.on('error', () => {});
  }

  /** A library in a Node process of its own. */
  static library(name: string, library: string, backend: string): Promise<Contestant> {
    const file = path.join(import.meta.dirname, 'server.ts');
    return Contestant.start(name, process.execPath, [...process.execArgv, file, library, backend]);
  }

  static python(name: string, threads: number): Promise<Contestant> {
    const file = path.join(import.meta.dirname, 'peers.py');
    return Contestant.start(name, 'python3', [file, String(threads)]);
  }

  private static async start(name: string, command: string, args: string[]): Promise<Contestant> {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const contestant = new Contestant(name, child);
    contestant.greeting = (await contestant.next()) as Greeting;
    Object.assign(contestantVersions, contestant.versions);
    return contestant;
  }

  private end(why: string): void {
    this.ended ??= why;
    this.settle({ error: this.ended });
  }

  private settle(line: Greeting | Reply): void {
    this.waiting?.(line);
    this.waiting = undefined;
  }

  private next(): Promise<Greeting | Reply> {
    if (this.ended !== undefined) return Promise.resolve({ error: this.ended });
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.end(`It gave no answer within ${LIMIT_MS / 1000} s.`);
        this.close();
      }, LIMIT_MS);
      this.waiting = (line) => {
        clearTimeout(timer);
        resolve(line);
      };
    });
  }

  /** Versions of what it runs on; empty where it cannot run. */
  get versions(): Record<string, string> {
    return 'versions' in this.greeting ? this.greeting.versions : {};
  }

  async ask(request: Request): Promise<Reply> {
    if ('error' in this.greeting) return this.greeting;
    const reply = this.next();
    this.child.stdin!.write(`${JSON.stringify(request)}\n`);
    return (await reply) as Reply;
  }

  close(): void {
    this.child.kill();
  }
}

/** Times of a step, or a sentence that says why there are none. */
export type Result = Times | { error: string };

export interface Entry {
  contestant: Contestant;
  work: Work;
}

/**
 * Times all entries in turn, round by round, so that what else the machine does meanwhile hits all of them
 * alike.
 */
export async function race(
  entries: readonly Entry[],
  mode: Mode,
  { rounds = 5, budgetMs = 400 } = {},
): Promise<Result[]> {
  console.error(`  … ${mode === 'train' ? 'training' : 'forecasting'}: ${entries[0].work.name}`);
  const all = entries.map((entry) => ({ ...entry, ms: [] as number[], error: '' }));
  const began = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (performance.now() - began > RACE_MS) break;
    for (const one of all) {
      const slow = one.ms.some((ms) => ms > ONCE_MS);
      if (slow || one.error !== '') continue;
      const reply = await one.contestant.ask({ work: one.work, mode, budgetMs });
      if ('error' in reply) one.error = reply.error;
      else one.ms.push(...reply.ms);
    }
  }
  return all.map(({ ms, error }) => (error === '' ? timesOf(ms) : { error }));
}

/** Starts contestants, and ends them whatever happens. */
export async function withContestants<Result>(
  starting: readonly Promise<Contestant>[],
  use: (contestants: readonly Contestant[]) => Promise<Result>,
): Promise<Result> {
  const contestants = await Promise.all(starting);
  try {
    return await use(contestants);
  } finally {
    for (const contestant of contestants) contestant.close();
  }
}
