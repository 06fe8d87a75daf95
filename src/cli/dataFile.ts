/** The user's own samples: the files that `--data` names, read as `--map` says or as their layout does. */
import { existsSync } from 'node:fs';
import { DataFileError } from '../engine/files/arrays.ts';
import type { ByteSource } from '../engine/files/container/container.ts';
import { MissingShapeError } from '../engine/files/container/missingShape.ts';
import { openContainer } from '../engine/files/container/open.ts';
import type { OwnData } from '../engine/files/ownData.ts';
import { formatMapping, parseMapping } from '../engine/mapping/mappingText.ts';
import { openMapped, shapesFor } from '../engine/mapping/open.ts';
import { options } from './arguments.ts';
import { fileSource } from './fileSource.ts';
import { openExperiment } from './openExperiment.ts';
import { parseWords } from './parse.ts';
import { progressLine } from './progress.ts';
import { UsageError } from './usageError.ts';

/**
 * The words of a command line in which several files may follow one `--data`: until the next option, or until a word that
 * is no file.
 */
export function withDataFiles(
  args: readonly string[],
  isFile: (word: string) => boolean,
): string[] {
  const words: string[] = [];
  let inData = false;
  args.forEach((word, i) => {
    const first = args[i - 1] === '--data';
    if (word.startsWith('-')) inData = word === '--data';
    else if (inData && !first && isFile(word) && !word.endsWith('.json')) words.push('--data');
    else if (!first) inData = false;
    words.push(word);
  });
  return words;
}

/** The command line with one file after each `--data`. */
export const dataWords = (args: readonly string[]): string[] => withDataFiles(args, existsSync);

/**
 * Reads the files that the command line names, if any, by its mapping, that of its experiment, or the likeliest one. What
 * was recognised and why goes to stderr. `args` are those of `dataWords`. Throws `UsageError`.
 */
export async function readDataFile(args: string[]): Promise<OwnData | undefined> {
  const { values, positionals } = parseWords(args, options);
  const { data: paths = [] } = values;
  if (paths.length === 0) return undefined;
  const [, wanted] = positionals;
  const opened = wanted === undefined ? undefined : openExperiment(wanted, { hasData: true });
  const map = values.map ?? opened?.experiment.task.map ?? '';
  try {
    return await readFiles(paths, map);
  } catch (error) {
    if (error instanceof MissingShapeError) {
      const stem = error.file.replace(/\.\w{1,8}$/, '');
      throw new UsageError(
        `--data ${error.message} In a mapping, the shape follows the name, as in in(${stem}@1000x64x64(n,x,y)).`,
      );
    }
    if (error instanceof DataFileError) throw new UsageError(`--data ${error.message}`);
    throw error;
  }
}

async function readFiles(paths: readonly string[], map: string): Promise<OwnData> {
  const sources = paths.map(source);
  const shapes = map === '' ? {} : shapesFor(parseMapping(map), paths.map(nameOf));
  const container = await openContainer(sources, { shapes });
  try {
    const report = progressLine();
    const { own, proposal } = await openMapped(container, map, {
      onProgress: (done, total) =>
        report(`read ${Math.round((100 * done) / total)} % of the samples`, done === total),
    });
    if (proposal) {
      process.stderr.write(
        `data: recognised as ${proposal.title}. ${proposal.reasons.join(' ')}\ndata: read as --map '${formatMapping(proposal.mapping)}'\n`,
      );
    }
    return own;
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error;
    throw new DataFileError(`${paths.map(nameOf).join(', ')}: ${error.message}`, { cause: error });
  } finally {
    container.close();
  }
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1)!;

function source(path: string): ByteSource {
  try {
    return fileSource(path);
  } catch (error) {
    throw new UsageError(`--data ${path}: ${(error as Error).message}`);
  }
}
