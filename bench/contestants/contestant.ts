/** The benchmark's side of a contestant: starts its process, asks it, ends it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileOf, nodeArguments } from '../programs.ts';
import type { Work } from '../work.ts';
import { timesOf, type Times } from '../statistics.ts';
import { REPLY, type Greeting, type Mode, type Reply, type Request } from './protocol.ts';

/** A contestant that has not answered by then is ended, unless a race allows less. */
const LIMIT_MS = 90_000;
/** No further rounds for a network whose steps take longer than this. */
const ONCE_MS = 4000;

/** Versions that the contestants of this run have told. */
export const contestantVersions: Record<string, string> = {};

/** No further rounds after that: a slow machine gets fewer repetitions, not hours. */
const RACE_MS = 20_000;

/** One process: a line for every request. */
class Link {
  private readonly child: ChildProcess;
  private waiting?: (line: Greeting | Reply) => void;
  private failure?: string;

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      if (line.startsWith(REPLY)) this.settle(JSON.parse(line.slice(REPLY.length)) as Reply);
    });
    this.child.on('error', (error) => this.end(`It could not be started: ${error.message}`));
    this.child.on('exit', (code, signal) => {
      this.end(`Its process ended (${signal ?? `exit code ${code}`}).`);
    });
    // A process that has ended takes no more requests; `exit` says so.
    this.child.stdin!.on('error', () => {});
  }

  get alive(): boolean {
    return this.failure === undefined;
  }

  /** Ends the process, and the request under way with a sentence. */
  end(why: string): void {
    this.failure ??= why;
    this.child.kill();
    this.settle({ error: this.failure });
  }

  private settle(line: Greeting | Reply): void {
    this.waiting?.(line);
    this.waiting = undefined;
  }

  next(limitMs: number): Promise<Greeting | Reply> {
    if (this.failure !== undefined) return Promise.resolve({ error: this.failure });
    return new Promise((resolve) => {
      const seconds = Math.ceil(limitMs / 1000);
      const timer = setTimeout(() => this.end(`No answer within ${seconds} s.`), limitMs);
      this.waiting = (line) => {
        clearTimeout(timer);
        resolve(line);
      };
    });
  }

  send(request: Request): void {
    this.child.stdin!.write(`${JSON.stringify(request)}\n`);
  }
}

export class Contestant {
  private link?: Link;
  private greeting: Greeting = { versions: {} };

  private constructor(
    private readonly command: string,
    private readonly args: readonly string[],
  ) {}

  /** A library in a Node process of its own. */
  static library(library: string, backend: string, threads = 1): Promise<Contestant> {
    const args = [...nodeArguments('contestants/server'), library, backend, String(threads)];
    return Contestant.start(process.execPath, args);
  }

  static python(threads: number, device: 'cpu' | 'cuda' = 'cpu'): Promise<Contestant> {
    const args = [fileOf('contestants/peers.py'), String(threads), device];
    return Contestant.start('python3', args);
  }

  private static async start(command: string, args: readonly string[]): Promise<Contestant> {
    const contestant = new Contestant(command, args);
    await contestant.connect();
    return contestant;
  }

  /** Starts the process, anew after one that ended or had to be ended. */
  private async connect(): Promise<Link> {
    this.link = new Link(this.command, this.args);
    this.greeting = (await this.link.next(LIMIT_MS)) as Greeting;
    Object.assign(contestantVersions, this.versions);
    return this.link;
  }

  /** Versions of what it runs on; empty where it cannot run. */
  get versions(): Record<string, string> {
    return 'versions' in this.greeting ? this.greeting.versions : {};
  }

  get runs(): boolean {
    return !('error' in this.greeting);
  }

  /** The adapter that it computes on with WebGPU, or why it can't run. */
  get adapter(): string {
    return 'error' in this.greeting ? this.greeting.error : (this.versions.adapter ?? 'none');
  }

  async ask(request: Request, limitMs = LIMIT_MS): Promise<Reply> {
    if ('error' in this.greeting) return this.greeting;
    const link = this.link?.alive ? this.link : await this.connect();
    const reply = link.next(limitMs);
    link.send(request);
    return (await reply) as Reply;
  }

  close(): void {
    this.link?.end('It was closed.');
  }
}

/** Times of a step, or a sentence that says why there are none. */
export type Result = Times | { error: string };

export interface Entry {
  contestant: Contestant;
  work: Work;
}

/** The error of what a race or a sweep has not begun in its time. */
export const NO_TIME = 'not measured: no time was left';

/** Nothing can be timed in less. */
export const SHORTEST_MS = 1000;

export interface RaceOptions {
  rounds?: number;
  /** How long each entry is timed in a round, after its warm-up. */
  budgetMs?: number;
  /** Time for one answer of a contestant. */
  answerMs?: number;
  /** Nothing is begun after that: entries that have not been timed by then have an error. */
  limitMs?: number;
}

/**
 * Times all entries in turn, round by round, so that what else the machine does meanwhile hits all of them
 * alike.
 */
export async function race(
  entries: readonly Entry[],
  mode: Mode,
  { rounds = 5, budgetMs = 400, answerMs = LIMIT_MS, limitMs = Infinity }: RaceOptions = {},
): Promise<Result[]> {
  // Minutes pass before a table is complete; whoever watches should see that something happens.
  if (process.stderr.isTTY) console.error(`  … ${mode}: ${entries[0].work.name}`);
  const all = entries.map((entry) => ({ ...entry, ms: [] as number[], error: '' }));
  const began = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (performance.now() - began > RACE_MS) break;
    for (const one of all) {
      const slow = one.ms.some((ms) => ms > ONCE_MS);
      if (slow || one.error !== '') continue;
      const left = began + limitMs - performance.now();
      if (left < SHORTEST_MS) {
        if (one.ms.length === 0) one.error = NO_TIME;
        continue;
      }
      const request = { work: one.work, mode, budgetMs };
      const reply = await one.contestant.ask(request, Math.min(answerMs, left));
      if (!('error' in reply)) one.ms.push(...reply.ms);
      // An answer that only the end of the race has cut off takes nothing from what was measured before.
      else if (left >= answerMs || one.ms.length === 0) one.error = reply.error;
    }
  }
  return all.map(({ ms, error }) => (error === '' ? timesOf(ms) : { error }));
}

/** As `withContestants`, for results that are passed on as they are measured. */
export async function* streamContestants<Outcome>(
  starting: readonly Promise<Contestant>[],
  measure: (contestants: readonly Contestant[]) => AsyncIterable<Outcome>,
): AsyncGenerator<Outcome> {
  const contestants = await Promise.all(starting);
  try {
    yield* measure(contestants);
  } finally {
    for (const contestant of contestants) contestant.close();
  }
}

/** Starts contestants, and ends them whatever happens. */
export async function withContestants<Outcome>(
  starting: readonly Promise<Contestant>[],
  measure: (contestants: readonly Contestant[]) => Promise<Outcome>,
): Promise<Outcome> {
  const contestants = await Promise.all(starting);
  try {
    return await measure(contestants);
  } finally {
    for (const contestant of contestants) contestant.close();
  }
}
