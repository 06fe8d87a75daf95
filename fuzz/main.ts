/** `npm run fuzz [-- TARGET … --count N --seed S --from I]`: the long form of fuzz.test.ts. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
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

const NOTHING: Tally = { read: 0, refused: 0, failed: 0, longestMs: 0, largest: 0 };

/** Inputs tried in one process, and how long it may take (ms). */
const BLOCK = 500;
const HANG_MS = 180_000;

interface Block {
  name: string;
  seed: number;
  from: number;
  count: number;
}

const memory = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** In a process of its own: tries a block of inputs and sends what came of it. */
async function tryBlock({ name, seed, from, count }: Block): Promise<Tally> {
  const target = targets.find((one) => one.name === name)!;
  const tally: Tally = { ...NOTHING };
  for (let index = from; index < from + count; index++) {
    const before = memory();
    try {
      const { verdict, milliseconds } = await target.run(seed, index);
      tally[verdict] += 1;
      tally.longestMs = Math.max(tally.longestMs, milliseconds);
    } catch (error) {
      tally.failed += 1;
      if (tally.failed <= SHOWN) console.error(`${name} --seed ${seed} --from ${index}`, error);
    }
    tally.largest = Math.max(tally.largest, memory() - before);
  }
  return tally;
}

/**
 * A block in a fresh process, as every file has a fresh worker in the page: the HDF5 library is not fit for use after
 * hundreds of damaged files. A process that does not end counts as one failure.
 */
function inProcess(block: Block): Promise<Tally> {
  return new Promise((resolve) => {
    let tally: Tally = { ...NOTHING, failed: 1 };
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(block)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const timer = setTimeout(() => {
      console.error(`${block.name} --seed ${block.seed} --from ${block.from}: hangs`);
      child.kill('SIGKILL');
    }, HANG_MS);
    child.on('message', (message) => {
      tally = message as Tally;
    });
    child.on('exit', () => {
      clearTimeout(timer);
      resolve(tally);
    });
  });
}

async function fuzz(name: string, seed: number, from: number, count: number): Promise<Tally> {
  const all: Tally = { ...NOTHING };
  for (let at = from; at < from + count; at += BLOCK) {
    const block = { name, seed, from: at, count: Math.min(BLOCK, from + count - at) };
    const { read, refused, failed, longestMs, largest } = await inProcess(block);
    all.read += read;
    all.refused += refused;
    all.failed += failed;
    all.longestMs = Math.max(all.longestMs, longestMs);
    all.largest = Math.max(all.largest, largest);
  }
  return all;
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
  for (const { name } of chosen) {
    const { read, refused, failed, longestMs, largest } = await fuzz(name, seed, from, count);
    console.log(
      `${name}: ${count} inputs, ${read} read, ${refused} refused, ${failed} failed; longest ${longestMs.toFixed(0)} ms, largest ${(largest / 1e6).toFixed(1)} MB`,
    );
    if (failed > 0) process.exitCode = 1;
  }
}

/** The first argument of a process that was forked is its block. */
async function start(): Promise<void> {
  if (!process.send) return main();
  const tally = await tryBlock(JSON.parse(process.argv[2]) as Block);
  process.send(tally);
  process.disconnect();
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
