/** Where the text of a lesson comes from: the page itself, a file beside it on the same server, or the visitor’s disk. */
import { fingerprint } from '../../engine/files/fingerprint.ts';
import { LessonError, loadLesson, openLessonText } from './catalogue.ts';
import type { OpenLesson } from '../lessons/open.ts';
import type { Lesson } from './format/lesson.ts';
import { decodeText, MAX_BYTES } from './format/limits.ts';

/** How long a file of the server is awaited (ms). */
const PATIENCE_MS = 15_000;

const FILE = 'file ';

/** The name under which progress in a lesson is kept. Two files of the same name may be two lessons. */
export const progressName = ({ name, text }: OpenLesson): string =>
  text === undefined ? name : `${FILE}${name} ${fingerprint([codesOf(text)])}`;

const codesOf = (text: string): Float32Array =>
  Float32Array.from(text, (letter) => letter.codePointAt(0) ?? 0);

/** An address; not the id of one of the page’s lessons, nor a file, which has nothing beside it. */
export const isAddress = (name: string): boolean => /[./]/.test(name) && !name.startsWith(FILE);

/** Rejects with a sentence: a `LessonError`, or the `LoadError` of a part of the page. */
export function loadOpenLesson({ name, text }: OpenLesson, signal: AbortSignal): Promise<Lesson> {
  if (text !== undefined) return Promise.resolve().then(() => openLessonText(text));
  return isAddress(name) ? fetchLesson(name, signal) : loadLesson(name);
}

/** The address of something beside a lesson’s file. */
export const besides = (name: string, relative: string): string =>
  new URL(relative, new URL(name, document.baseURI)).href;

async function fetchLesson(name: string, signal: AbortSignal): Promise<Lesson> {
  const address = new URL(name, document.baseURI);
  if (address.origin !== location.origin) {
    throw new LessonError('A lesson is opened from this page’s own server only.');
  }
  const bytes = await fetchBytes(address.href, name, signal);
  const numbers = new URL('measured.json', address).href;
  // A lesson may have none: what is missing is said where it is used.
  const measured = await fetchBytes(numbers, 'measured.json', signal).catch(() => undefined);
  try {
    return openLessonText(decodeText(bytes), measured && jsonText(measured));
  } catch (error) {
    if (error instanceof LessonError) throw error;
    throw new LessonError(`${name} is no lesson. ${(error as Error).message}`);
  }
}

/** Of a server that answers everything with its page, there is none. */
function jsonText(bytes: Uint8Array): string | undefined {
  const text = decodeText(bytes);
  return text.trimStart().startsWith('{') ? text : undefined;
}

/** No more than a lesson may have, however much the server sends. */
async function fetchBytes(address: string, name: string, signal: AbortSignal): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(address, {
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
  } catch {
    throw new LessonError(
      `${name} could not be loaded: the server did not answer, or sent it from somewhere else.`,
    );
  }
  if (!response.ok || !response.body) {
    throw new LessonError(`${name} could not be loaded: the server says ${response.status}.`);
  }
  return readAtMost(response.body, MAX_BYTES + 1);
}

async function readAtMost(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length < limit) continue;
    void reader.cancel();
    break;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The id of a lesson that another one links to, or its address on this server. */
export const lessonAt = (from: string, to: string): string =>
  isAddress(to) ? new URL(besides(isAddress(from) ? from : './', to)).pathname : to;
