/** A lesson from the visitor’s own disk. */
import type { Outcome } from '../lab/openFile.ts';
import { openLessonFile } from '../lessons/open.ts';
import { openLessonText } from './catalogue.ts';
import { checkSize, decodeText } from './format/limits.ts';
import { failureOf } from './session.ts';

/** Never rejects: a file that is no good leaves the lesson that is open, and its mistakes are said with their lines. */
export async function openOwnLesson(file: File): Promise<Outcome> {
  try {
    checkSize(file.size);
    const text = decodeText(new Uint8Array(await file.arrayBuffer()));
    openLessonText(text);
    openLessonFile(file.name, text);
    return { failed: false, text: `The lesson ${file.name} is open.` };
  } catch (error) {
    const { text, problems } = failureOf(error);
    const lines = problems.map((problem) => `Line ${problem.line}: ${problem.text}`);
    return { failed: true, text: [`${file.name} was not opened.`, text, ...lines].join(' ') };
  }
}
