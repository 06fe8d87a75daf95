/** The page’s own lessons: the folders in lessons/, each loaded when it is asked for. */
import { chunk } from '../loading/chunk.ts';
import type { Lesson, Problem } from './format/lesson.ts';
import { readMeasured } from './format/measured.ts';
import { parseLesson } from './format/parse.ts';

const texts = import.meta.glob<string>('/lessons/*/lesson.md', {
  query: '?raw',
  import: 'default',
});
const numbers: Partial<Record<string, () => Promise<string>>> = import.meta.glob<string>(
  '/lessons/*/measured.json',
  {
    query: '?raw',
    import: 'default',
  },
);
const pictures: Partial<Record<string, () => Promise<string>>> = import.meta.glob<string>(
  '/lessons/*/*.{png,jpg,jpeg,webp,gif,avif,svg}',
  {
    query: '?url',
    import: 'default',
  },
);

const idOf = (path: string): string => path.split('/')[2];

/** The ids of all lessons, in the order of their folders’ names. */
export const lessonIds: readonly string[] = Object.keys(texts).map(idOf);

/** A lesson that can’t be shown, and why: all that is wrong with it. */
export class LessonError extends Error {
  override readonly name = 'LessonError';

  constructor(
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}

const loaders = new Map(
  Object.entries(texts).map(([path, load]) => [
    idOf(path),
    {
      text: chunk('The lesson', load),
      numbers: numbers[path.replace('lesson.md', 'measured.json')],
    },
  ]),
);

/** Rejects with a `LessonError` or `LoadError`. */
export async function loadLesson(id: string): Promise<Lesson> {
  const loader = loaders.get(id);
  if (!loader) {
    throw new LessonError(
      `There is no lesson “${id.slice(0, 60)}”. Lessons: ${lessonIds.join(', ')}.`,
    );
  }
  const measured = await loader.numbers?.();
  return openLessonText(await loader.text(), measured);
}

/** Throws a `LessonError` that names the line of every mistake. */
export function openLessonText(source: string, measured?: string): Lesson {
  const parsed = parseLesson(source, measured === undefined ? undefined : readMeasured(measured));
  if ('lesson' in parsed) return parsed.lesson;
  throw new LessonError('The lesson can’t be shown as it is:', parsed.problems);
}

/** The address of a picture beside a lesson; undefined if it isn’t there. */
export const pictureOf = (id: string, file: string): (() => Promise<string>) | undefined =>
  pictures[`/lessons/${id}/${file}`];
