/**
 * A contestant is a process of its own that times networks for the benchmark: kernels that a library registers
 * replace each other within one process. It reads one request a line and answers each with one line; other
 * lines are what libraries print.
 */
import { createInterface } from 'node:readline';
import type { Work } from '../work.ts';

export type Mode = 'train' | 'predict';

export interface Request {
  work: Work;
  mode: Mode;
  /** How long to go on timing; at least one burst is timed. */
  budgetMs: number;
}

/** Milliseconds a step, of every burst; or why there are none. */
export type Reply = { ms: number[] } | { error: string };

/** A contestant's first line: versions of what it runs on, or why it cannot run. */
export type Greeting = { versions: Record<string, string> } | { error: string };

export const REPLY = 'contestant: ';

/** A network under test. */
export interface Runner {
  /** So many training steps, or forecasts of a whole batch, results read. */
  run(mode: Mode, steps: number): Promise<void>;
  dispose(): void;
}

const WARM_UP_MS = 500;
/** The first steps compile and allocate. */
const WARM_UP_STEPS = 3;
/** Steps slower than this warm up twice only: once to compile, once to see how long a step takes. */
const SLOW_MS = 2000;
/** Steps that are timed together: the page, too, reads its losses every eighth step. */
const BURST = 8;
const BURST_MS = 400;

async function timed(runner: Runner, mode: Mode, steps: number): Promise<number> {
  const started = performance.now();
  await runner.run(mode, steps);
  return (performance.now() - started) / steps;
}

/** Warms up and returns how many steps make a burst. */
async function warmUp(runner: Runner, mode: Mode): Promise<number> {
  const began = performance.now();
  for (let steps = 1; ; steps++) {
    const ms = await timed(runner, mode, 1);
    const enough = steps >= WARM_UP_STEPS && performance.now() - began >= WARM_UP_MS;
    const slow = steps >= 2 && ms > SLOW_MS;
    if (enough || slow) return Math.max(1, Math.min(BURST, Math.round(BURST_MS / ms)));
  }
}

async function measure(
  runner: Runner,
  mode: Mode,
  burst: number,
  budgetMs: number,
): Promise<number[]> {
  const ms: number[] = [];
  const began = performance.now();
  do ms.push(await timed(runner, mode, burst));
  while (performance.now() - began < budgetMs);
  return ms;
}

interface Kept {
  key: string;
  runner: Runner;
  /** Steps of a burst in the modes that are warm. */
  bursts: Partial<Record<Mode, number>>;
}

/** Networks that are compared stay warm: at most one of each format. */
const KEPT = 8;

export class Bench {
  private kept: Kept[] = [];

  constructor(
    private readonly build: (work: Work) => Promise<Runner>,
    private readonly most = KEPT,
  ) {}

  private async runnerOf(work: Work): Promise<Kept> {
    const key = JSON.stringify(work);
    const known = this.kept.find((one) => one.key === key);
    if (known) return known;
    while (this.kept.length >= this.most) this.kept.shift()!.runner.dispose();
    const made = { key, runner: await this.build(work), bursts: {} };
    this.kept.push(made);
    return made;
  }

  async answer({ work, mode, budgetMs }: Request): Promise<Reply> {
    try {
      const { runner, bursts } = await this.runnerOf(work);
      const burst = (bursts[mode] ??= await warmUp(runner, mode));
      return { ms: await measure(runner, mode, burst, budgetMs) };
    } catch (error) {
      return { error: messageOf(error) };
    }
  }
}

/** The first line of an error's message: libraries append stacks and sources. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0];

/** Answers the requests on standard input until it is closed. */
export async function serveRequests(
  start: () => Promise<{
    versions: Record<string, string>;
    build: (work: Work) => Promise<Runner>;
  }>,
): Promise<void> {
  const send = (line: Greeting | Reply) =>
    process.stdout.write(`${REPLY}${JSON.stringify(line)}\n`);
  try {
    const { versions, build } = await start();
    const bench = new Bench(build);
    send({ versions });
    for await (const line of createInterface({ input: process.stdin })) {
      send(await bench.answer(JSON.parse(line) as Request));
    }
  } catch (error) {
    send({ error: messageOf(error) });
  }
  process.exit();
}
