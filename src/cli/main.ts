/**
 * The headless runner: the same engine as the page, in Node. JSON on stdout, progress on stderr. What trains is loaded
 * only where something is trained: tfjs takes half a second.
 */
import { options, readArguments, USAGE, type Invocation } from './arguments.ts';
import { UsageError } from './usageError.ts';
import { dataWords, readDataFile } from './dataFile.ts';
import { accuracyReport } from './accuracy.ts';
import { adviseReport } from './advise.ts';
import { countReport } from './count.ts';
import { writeGather } from './gather.ts';
import { readMedium } from './medium.ts';
import { openOutFile, type OutFile } from './outFile.ts';
import { parseWords } from './parse.ts';
import { schemaReport } from './schema.ts';
import { shortestLink } from '../engine/export/shortestLink.ts';
import { simulateReport } from './simulate.ts';

async function report(invocation: Invocation, out?: OutFile): Promise<unknown> {
  switch (invocation.command) {
    case 'help':
      return USAGE;
    case 'schema':
      return schemaReport();
    case 'count':
      return countReport(invocation);
    case 'accuracy':
      return accuracyReport(invocation);
    case 'simulate':
      return simulate(invocation);
    case 'train': {
      const { trainReport } = await import('./train.ts');
      return trainReport(invocation, (soFar) => keep(soFar, out));
    }
    default:
      return invocation.command satisfies never;
  }
}

const jsonText = (result: unknown): string => `${JSON.stringify(result, null, 2)}\n`;

/** Writes what there is after every seed; whether all of it can be written is seen at the end. */
function keep(soFar: unknown, out: OutFile | undefined): void {
  try {
    out?.keep(jsonText(soFar));
  } catch (error) {
    process.stderr.write(`note: ${(error as Error).message}\n`);
  }
}

function simulate(invocation: Invocation): unknown {
  const file = openOutFile('--mesh', invocation.mesh);
  const { report: simulated, mesh, gather } = simulateReport(invocation);
  if (invocation.gather !== undefined)
    writeGather(invocation.gather, gather, shortestLink(invocation.experiment));
  file?.write(`${JSON.stringify(mesh)}\n`);
  return simulated;
}

/** Loaded only where something is trained. */
async function placeWeights(invocation: Invocation, args: string[]): Promise<Invocation> {
  const { withWeights } = await import('./weights.ts');
  return withWeights(invocation, args);
}

async function main(): Promise<void> {
  if (process.argv[2] === 'study') {
    const { study } = await import('./study/study.ts');
    await study(process.argv.slice(3));
    return;
  }
  if (process.argv[2] === 'pretrain') {
    const { pretrain } = await import('./pretrain.ts');
    process.stdout.write(`${await pretrain(process.argv.slice(3))}\n`);
    return;
  }
  if (process.argv[2] === 'measure') {
    const { measure } = await import('./lessons/measure.ts');
    process.stdout.write(`${await measure(process.argv.slice(3))}\n`);
    return;
  }
  if (process.argv[2] === 'advise') {
    process.stdout.write(`${adviseReport(process.argv.slice(3))}\n`);
    return;
  }
  const args = dataWords(process.argv.slice(2));
  const { medium } = parseWords(args, options).values;
  const read = readArguments(args, await readDataFile(args), await readMedium(medium));
  const invocation = read.command === 'train' ? await placeWeights(read, args) : read;
  if (invocation.samples) {
    const { writeSamples } = await import('./samples.ts');
    const written = await writeSamples(invocation.samples, invocation.experiment);
    process.stdout.write(jsonText({ preset: invocation.preset, ...written }));
    return;
  }
  const out = openOutFile('--out', invocation.out);
  const result = await report(invocation, out);
  const text = typeof result === 'string' ? `${result}\n` : jsonText(result);
  process.stdout.write(text);
  out?.write(text);
}

// Whoever has read enough, such as “head”, closes the pipe; files are still written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main().catch((error: unknown) => {
  const usage = error instanceof UsageError;
  process.stderr.write(`slimwave: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = usage ? 2 : 1;
});
