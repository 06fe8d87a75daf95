/** `npm run fuzz [-- TARGET … --count N --seed S --from I]`: the long form of fuzz.test.ts. */
import { parseArgs } from 'node:util';
import type { Fuzzed } from './target.ts';
import { targets } from './targets.ts';

const USAGE = `Usage: npm run fuzz [-- TARGET … --count N --seed S --from I]

  TARGET      ${targets.map(({ name }) => name).join(', ')}; all by default
  --count N   inputs of each; default 5000
  --seed S    other inputs; default 1
  --from I    begin with input number I: with --count 1 the one that failed`;

/** Inputs whose failures are printed; the rest are counted. */
const SHOWN = 5;

interface Tally {
  read: number;
  refused: number;
  failed: number;
  longestMs: number;
  /** Of the heap and array buffers together, over what they were before (bytes). */
  largest: number;
}

const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

async function fuzz(target: Fuzzed, seed: number, from: number, count: number): Promise<Tally> {
  const tally: Tally = { read: 0, refused: 0, failed: 0, longestMs: 0, largest: 0 };
  for (let index = from; index < from + count; index++) {
    const before = memory();
    try {
      const { verdict, milliseconds } = await target.run(seed, index);
      tally[verdict] += 1;
      tally.longestMs = Math.max(tally.longestMs, milliseconds);
    } catch (error) {
      tally.failed += 1;
      if (tally.failed <= SHOWN) {
        console.error(`${target.name} --seed ${seed} --from ${index} --count 1`, error);
      }
    }
    tally.largest = Math.max(tally.largest, memory() - before);
  }
  return tally;
}

const whole = (name: string, text: string | undefined, standard: number): number => {
  if (text === undefined) return standard;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a whole number, not "${text}".\n\n${USAGE}`);
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string' },
      seed: { type: 'string' },
      from: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);
  const unknown = positionals.find((name) => !targets.some((target) => target.name === name));
  if (unknown !== undefined) throw new Error(`There is no target "${unknown}".\n\n${USAGE}`);
  const [count, seed] = [whole('count', values.count, 5000), whole('seed', values.seed, 1)];
  const from = whole('from', values.from, 0);
  const chosen = targets.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  for (const target of chosen) {
    const { read, refused, failed, longestMs, largest } = await fuzz(target, seed, from, count);
    console.log(
      `${target.name}: ${count} inputs, ${read} read, ${refused} refused, ${failed} failed; longest ${longestMs.toFixed(0)} ms, largest ${(largest / 1e6).toFixed(1)} MB`,
    );
    if (failed > 0) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
