/** A file that is written over a long time: under another name until it is whole. */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { gigabytes } from '../engine/files/arrays.ts';
import type { ByteSink } from '../engine/files/byteSink.ts';
import { UsageError } from './usageError.ts';
import { failure, putInPlace, UNFINISHED } from './wholeFile.ts';

const AFTER = 'Nothing was written.';

export interface StreamFile {
  sink: ByteSink;
  /** Gives the file its name. Throws a sentence, after which what had that name is as it was. */
  finish(): void;
  /** Removes what was written. */
  abandon(): void;
}

/**
 * Opens a file of about `expected` bytes. Whoever stops in between leaves, at worst, a file whose name ends with
 * `.part`, which the next one removes. Throws `UsageError` if it can’t be written, or where there is too little room.
 */
export function openStreamFile(option: string, name: string, expected: number): StreamFile {
  try {
    const before = statSync(name, { throwIfNoEntry: false });
    if (before && !before.isFile()) throw new Error('it is not a file, and only a file will do.');
    // The file at the end of a link, so that the link stays.
    const file = before ? realpathSync(name) : path.resolve(name);
    checkRoom(path.dirname(file), expected);
    return open(file);
  } catch (error) {
    throw new UsageError(`${option} ${name}: ${(error as Error).message}`);
  }
}

function checkRoom(folder: string, expected: number): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`there is no folder ${folder}: create it first.`);
  }
  const { bavail, bsize } = statfsSync(folder);
  const room = bavail * bsize;
  if (room >= expected) return;
  throw new Error(
    `the file will have about ${gigabytes(expected)}, and there is room for ${gigabytes(room)}: ask for fewer samples, or write to another disk.`,
  );
}

function open(file: string): StreamFile {
  const temporary = `${file}.${randomUUID().slice(0, 8)}${UNFINISHED}`;
  const descriptor = openSync(temporary, 'wx+');
  let closed = false;
  const close = () => {
    if (!closed) closeSync(descriptor);
    closed = true;
  };
  const attempt = (act: () => void) => {
    try {
      act();
    } catch (error) {
      throw failure(file, error, AFTER);
    }
  };
  return {
    sink: sinkOf(descriptor, attempt),
    finish: () =>
      attempt(() => {
        fsyncSync(descriptor);
        close();
        putInPlace(temporary, file);
      }),
    abandon() {
      close();
      rmSync(temporary, { force: true });
    },
  };
}

const sinkOf = (descriptor: number, attempt: (act: () => void) => void): ByteSink => ({
  get size() {
    return fstatSync(descriptor).size;
  },
  write(at, bytes) {
    attempt(() => {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
      }
    });
  },
  read: (at, into) => readSync(descriptor, into, 0, into.length, at),
  resize: (size) => attempt(() => ftruncateSync(descriptor, size)),
});
