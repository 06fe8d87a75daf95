/** The user's own samples: the file that `--data` names. */
import { readFile } from 'node:fs/promises';
import { DataFileError } from '../engine/files/arrays.ts';
import { openDataFile, type OwnData } from '../engine/files/ownData.ts';
import { UsageError } from './usageError.ts';

/** Opens the file that the command line names, if any. Throws `UsageError`. */
export async function readDataFile(args: readonly string[]): Promise<OwnData | undefined> {
  const path = pathIn(args);
  if (path === undefined) return undefined;
  const bytes = await readFile(path).catch((error: Error) => {
    throw new UsageError(`--data ${path}: ${error.message}`);
  });
  try {
    return await openDataFile(path, new Uint8Array(bytes));
  } catch (error) {
    if (error instanceof DataFileError) throw new UsageError(`--data ${error.message}`);
    throw error;
  }
}

/** As `--data FILE` or `--data=FILE`. */
function pathIn(args: readonly string[]): string | undefined {
  const at = args.indexOf('--data');
  if (at >= 0) return args[at + 1];
  return args.find((arg) => arg.startsWith('--data='))?.slice('--data='.length);
}
