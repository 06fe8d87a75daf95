/**
 * The headless runner: the same engine as the page, in Node. JSON on stdout, progress on stderr. What trains is loaded
 * only where something is trained: tfjs takes half a second.
 */
import { openSync, writeFileSync } from 'node:fs';
import { readArguments, USAGE, type Invocation } from './arguments.ts';
import { UsageError } from './usageError.ts';
import { readDataFile } from './dataFile.ts';
import { adviseReport } from './advise.ts';
import { countReport } from './count.ts';
import { schemaReport } from './schema.ts';
import { simulateReport } from './simulate.ts';

async function report(invocation: Invocation): Promise<unknown> {
  switch (invocation.command) {
    case 'help':
      return USAGE;
    case 'schema':
      return schemaReport();
    case 'count':
      return countReport(invocation);
    case 'simulate':
      return simulate(invocation);
    case 'train': {
      const { trainReport } = await import('./train.ts');
      return trainReport(invocation);
    }
    default:
      return invocation.command satisfies never;
  }
}

function simulate(invocation: Invocation): unknown {
  const file = openFile('--mesh', invocation.mesh);
  const { report: simulated, mesh } = simulateReport(invocation);
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(mesh)}\n`);
  return simulated;
}

/** Finds out before hours of computing whether the result can be written. */
function openFile(option: string, path: string | undefined): number | undefined {
  if (path === undefined) return undefined;
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new UsageError(`${option} ${path}: ${(error as Error).message}`);
  }
}

async function main(): Promise<void> {
  if (process.argv[2] === 'study') {
    const { study } = await import('./study/study.ts');
    await study(process.argv.slice(3));
    return;
  }
  if (process.argv[2] === 'advise') {
    process.stdout.write(`${adviseReport(process.argv.slice(3))}\n`);
    return;
  }
  const args = process.argv.slice(2);
  const invocation = readArguments(args, await readDataFile(args));
  const out = openFile('--out', invocation.out);
  const result = await report(invocation);
  const text = typeof result === 'string' ? result : JSON.stringify(result, null, 2);
  process.stdout.write(`${text}\n`);
  if (out !== undefined) writeFileSync(out, `${text}\n`);
}

main().catch((error: unknown) => {
  const usage = error instanceof UsageError;
  process.stderr.write(`slimwave: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = usage ? 2 : 1;
});
