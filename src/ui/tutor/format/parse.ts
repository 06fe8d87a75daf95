/**
 * From a lesson’s Markdown to the lesson. What a lesson can’t have (HTML, scripts, foreign pictures, misspelt names) is
 * said with its line, and there is no lesson then: half of one would be worse.
 */
import type { Root } from 'mdast';
import { directiveFromMarkdown } from 'mdast-util-directive';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { directive } from 'micromark-extension-directive';
import { gfmTable } from 'micromark-extension-gfm-table';
import { splitFrontMatter } from './frontMatter.ts';
import type { Lesson, Measured, Problem } from './lesson.ts';
import { excesses } from './limits.ts';
import { checkNames } from './names.ts';
import { Scribe } from './scribe.ts';
import { stepsOf } from './steps.ts';

type Parsed = { lesson: Lesson } | { problems: readonly Problem[] };

const readMarkdown = (text: string): Root =>
  fromMarkdown(text, {
    extensions: [directive(), gfmTable()],
    mdastExtensions: [directiveFromMarkdown(), gfmTableFromMarkdown()],
  });

/** `measured`: the numbers in the file beside the lesson, if there is one. Never throws. */
export function parseLesson(source: string, measured?: Measured): Parsed {
  const tooMuch = excesses(source);
  if (tooMuch.length > 0) return { problems: tooMuch };
  const { matter, body, problems } = splitFrontMatter(source);
  const scribe = new Scribe(body, measured);
  const steps = stepsOf(scribe, readMarkdown(body).children, matter?.title ?? '');
  checkNames(scribe, steps);
  const all = [...problems, ...scribe.problems].toSorted((one, other) => one.line - other.line);
  const [first, ...rest] = steps;
  if (all.length > 0 || !matter) return { problems: all };
  if (!first) {
    return {
      problems: [{ line: 1, text: 'The lesson is empty: it has no text and no page (##).' }],
    };
  }
  return { lesson: { ...matter, steps: [first, ...rest] } };
}
