/** A file for a result that takes long: whether it can be written is found out before, and it is never emptied first. */
import { closeSync, openSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { writeWhole } from './wholeFile.ts';
import { UsageError } from './usageError.ts';

export interface OutFile {
  /** Replaces what is in the file, at once; the last thing that is done to it. Throws a sentence, after which the file is as it was. */
  write(text: string): void;
  /** The same for a result that is not whole yet; nothing where that can't be replaced, as in a pipe. */
  keep(text: string): void;
}

/** Where no file can be put in the place of another: the folder is read-only, or the file a mount of its own. */
const IN_PLACE = ['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV'];

const AFTER = 'What was there stays.';

function replace(file: string, text: string): void {
  try {
    writeWhole(file, text, AFTER);
  } catch (error) {
    const { code = '' } = (error as Error).cause as NodeJS.ErrnoException;
    if (!IN_PLACE.includes(code)) throw error;
    writeFileSync(file, text);
  }
}

function open(path: string): OutFile {
  const before = statSync(path, { throwIfNoEntry: false });
  if (before && !before.isFile()) {
    // A pipe or a device takes what comes, once, and is never replaced by a file.
    const descriptor = openSync(path, 'w');
    const write = (text: string) => {
      writeFileSync(descriptor, text);
      closeSync(descriptor);
    };
    return { write, keep: () => {} };
  }
  closeSync(openSync(path, 'a'));
  // The file at the end of a link, so that the link stays.
  const file = realpathSync(path);
  if (!before) rmSync(file);
  const write = (text: string) => replace(file, text);
  return { write, keep: write };
}

/** Throws `UsageError` if the file can't be written. */
export function openOutFile(option: string, path: string | undefined): OutFile | undefined {
  if (path === undefined) return undefined;
  try {
    return open(path);
  } catch (error) {
    throw new UsageError(`${option} ${path}: ${(error as Error).message}`);
  }
}
