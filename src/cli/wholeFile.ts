/** Files that are written whole or not at all, on room that was taken before there was anything to write. */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** What names of unfinished files end with. */
export const UNFINISHED = '.part';

/** More than a run's file has. */
const ROOM_BYTES = 8192;

export interface Reserved {
  /** Throws a sentence if it can't be written. */
  write(text: string): void;
  /** Gives the room back, if nothing was written. */
  release(): void;
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left',
  EDQUOT: 'the quota is used up',
  EROFS: 'it can only be read',
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
};

/** What becomes of a study whose file can’t be written. */
const CONTINUES =
  'What is there stays; once this is put right, the same command continues from it.';

/** Why a file can’t be written, and what comes after. */
export function failure(file: string, error: unknown, after: string): Error {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const why = reasons[code] ?? message;
  return new Error(
    `${path.basename(file)} can’t be written to ${path.dirname(file)}: ${why}. ${after}`,
    { cause: error },
  );
}

/** What others left behind that were killed while they made the same file. */
function removeUnfinished(file: string): void {
  const folder = path.dirname(file);
  const begin = `${path.basename(file)}.`;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(begin) && name.endsWith(UNFINISHED))
      rmSync(path.join(folder, name), { force: true });
  }
}

/** Gives a finished file its name, and removes what others left behind that made the same one. */
export function putInPlace(temporary: string, file: string): void {
  rename(temporary, file);
  removeUnfinished(file);
}

function rename(temporary: string, file: string): void {
  try {
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    // Somebody else made the same file meanwhile, and removed this one.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !existsSync(file)) throw error;
  }
}

/**
 * Takes the room for a file before the work whose result it will hold: a full disk is met before hours of computing,
 * not after them. Until it is written there is only a file with another name. Throws a sentence.
 */
export function reserveFile(
  file: string,
  write: typeof writeSync = writeSync,
  after = CONTINUES,
): Reserved {
  const temporary = `${file}.${randomUUID().slice(0, 8)}${UNFINISHED}`;
  let opened: number | undefined;
  const release = () => {
    if (opened === undefined) return;
    closeSync(opened);
    opened = undefined;
    rmSync(temporary, { force: true });
  };
  const attempt = (action: (descriptor: number) => void) => {
    try {
      opened ??= openSync(temporary, 'wx');
      action(opened);
    } catch (error) {
      release();
      throw failure(file, error, after);
    }
  };
  const put = (descriptor: number, bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) at += write(descriptor, bytes, at, bytes.length - at, at);
  };
  attempt((descriptor) => put(descriptor, new Uint8Array(ROOM_BYTES)));
  return {
    write: (text) =>
      attempt((descriptor) => {
        const bytes = new TextEncoder().encode(text);
        put(descriptor, bytes);
        ftruncateSync(descriptor, bytes.length);
        closeSync(descriptor);
        opened = undefined;
        putInPlace(temporary, file);
      }),
    release,
  };
}

/** `after` is the sentence that follows why it can’t be written. */
export const writeWhole = (file: string, text: string, after?: string): void =>
  reserveFile(file, writeSync, after).write(text);
