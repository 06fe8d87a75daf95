/** Which lesson is open beside the lab. The rest of the lessons is loaded with the first of them (`tutor`). */
import { create } from 'zustand';
import { usePage } from '../page/page.ts';

interface Lessons {
  /** A lesson from the visitor’s own disk. */
  file?: { name: string; text: string };
  /** Whether the list of lessons is shown. */
  listed: boolean;
}

export const useLessons = create<Lessons>()(() => ({ listed: false }));

/** Opens a lesson of the page by its id, or one by its address on this server, such as `./mine.md`. */
export function openLesson(lesson: string): void {
  useLessons.setState({ listed: false, file: undefined });
  usePage.setState({ lesson });
}

/** Opens a lesson from the text of a file. */
export function openLessonFile(name: string, text: string): void {
  usePage.setState({ lesson: undefined });
  useLessons.setState({ listed: false, file: { name, text } });
}

/** Leaves the lesson; what the visitor has done in it is kept. */
export function closeLesson(): void {
  useLessons.setState({ file: undefined });
  usePage.setState(({ view }) => ({
    lesson: undefined,
    needed: new Set(),
    view: view === 'lesson' ? 'lab' : view,
  }));
}

export const showLessonList = (listed = true): void => useLessons.setState({ listed });

/** What is open: the name of a file with its text, or an id or address. */
export interface OpenLesson {
  name: string;
  text?: string;
}

/** Undefined without a lesson. */
export function useOpenLesson(): OpenLesson | undefined {
  const file = useLessons((state) => state.file);
  const lesson = usePage((state) => state.lesson);
  if (file) return file;
  return lesson === undefined ? undefined : { name: lesson };
}
