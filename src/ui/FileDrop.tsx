import { useEffect, useState } from 'react';
import { useActions } from './lab/context.ts';
import type { Lab } from './lab/lab.ts';
import { chunk } from './loading/chunk.ts';
import { openResultTab } from './shared/resultTab.ts';
import { browserShelf } from './storage/shelf.ts';
import styles from './FileDrop.module.css';

const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes('Files') === true;

/** A text field takes dropped text; anywhere else a browser would leave the page for a link. */
const takesText = ({ target }: DragEvent): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && target.type !== 'file');

const lessonCode = chunk('The lesson', () => import('./tutor/ownFile.ts'));
const classCode = chunk('What opens results', () => import('./tradeoff/openClass.ts'));

const isLessonFile = ({ name }: File): boolean => /\.(?:md|markdown)$/i.test(name);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : '');

const openLesson = (file: File): Promise<string> =>
  lessonCode().then(async ({ openOwnLesson }) => (await openOwnLesson(file)).text, reasonOf);

/** Several files are the results of a class, or one data set. */
async function openSeveral(files: readonly File[], opener: Lab['files']): Promise<string> {
  const results = files.filter(({ name }) => /\.json$/i.test(name)).length;
  if (results === 0 && !files.some(isLessonFile)) {
    const [first, ...more] = files;
    return (await opener.open(first, ...more)).text;
  }
  if (results < files.length) {
    return `${files.length} files were dropped: results saved as JSON are opened together, and so are data files. Drop other files one at a time.`;
  }
  try {
    const { openClass } = await classCode();
    const { text } = await openClass(browserShelf, files);
    openResultTab('tradeoff');
    return text;
  } catch (error) {
    return reasonOf(error);
  }
}

async function take({ dataTransfer }: DragEvent, { files: opener, notice }: Lab): Promise<void> {
  // A later file takes the place of what was said of an earlier one.
  const say = (text: string): void => notice(text, 'dropped file');
  const files = [...(dataTransfer?.files ?? [])];
  const folder = dataTransfer?.items?.[0]?.webkitGetAsEntry?.()?.isDirectory === true;
  if (folder) say('A folder can’t be opened: drop a single file from it.');
  else if (files.length > 1) say(await openSeveral(files, opener));
  else if (files.length === 1 && isLessonFile(files[0])) say(await openLesson(files[0]));
  else if (files.length === 1) say((await opener.open(files[0])).text);
}

/**
 * Takes files that are dropped anywhere in the window, and says that it would while one is above it. Without a mouse,
 * the fields for files in the settings and under “Take home” do the same.
 */
export function FileDrop() {
  const lab = useActions();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const ends = new AbortController();
    const { signal } = ends;
    const hover = (event: DragEvent) => {
      if (takesText(event) && !holdsFiles(event)) return;
      event.preventDefault();
      if (!holdsFiles(event)) return;
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      // Null where the pointer leaves the window.
      if (relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (takesText(event) && !holdsFiles(event)) return;
      event.preventDefault();
      void take(event, lab);
    };
    window.addEventListener('dragenter', hover, { signal });
    window.addEventListener('dragover', hover, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('dragend', () => setOver(false), { signal });
    window.addEventListener('drop', drop, { signal });
    return () => ends.abort();
  }, [lab]);
  if (!over) return null;
  return (
    <div className={styles.fileDrop} data-testid="file-drop" aria-hidden="true">
      <p>
        Drop an experiment, a data file, a background, a trained network, a lesson, or the results
        of a class (.json, .npz, HDF5, PNG, JPEG, safetensors, .onnx, .zip, .md)
      </p>
    </div>
  );
}
