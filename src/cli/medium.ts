/** The background of the scene from the file that `--medium` names. */
import { openMedium, readMediumFile, type MediumFile } from '../engine/scene/mediumFile.ts';
import { options } from './arguments.ts';
import { fileSource } from './fileSource.ts';
import { parseWords } from './parse.ts';
import { UsageError } from './usageError.ts';

/** Reads and opens the file that the command line names, if any. Rejects with a `UsageError`. */
export async function openMediumFile(args: string[]): Promise<MediumFile | undefined> {
  const { medium: path } = parseWords(args, options).values;
  if (path === undefined) return undefined;
  try {
    const source = fileSource(path);
    try {
      const file = await readMediumFile(source);
      openMedium(file);
      return file;
    } finally {
      source.close?.();
    }
  } catch (error) {
    throw new UsageError(`--medium ${path}: ${(error as Error).message}`);
  }
}
