/** What a lesson file says of the lesson before its text: lines `key: value` between two lines of three hyphens. */
import * as v from 'valibot';
import type { Lesson, Problem } from './lesson.ts';

const text = (longest: number) =>
  v.pipe(
    v.string('is missing'),
    v.minLength(1, 'is empty'),
    v.maxLength(longest, `is longer than ${longest} characters`),
  );

const schema = v.strictObject({
  title: text(100),
  minutes: v.pipe(
    v.string('is missing'),
    v.regex(/^\d{1,3}$/, 'must be a whole number of minutes'),
    v.transform(Number),
    v.minValue(1, 'must be at least 1'),
  ),
  level: v.picklist(
    ['beginner', 'intermediate', 'advanced'],
    'must be beginner, intermediate or advanced',
  ),
  summary: text(300),
  order: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/, 'must be a whole number'), v.transform(Number)),
  ),
  next: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/, 'must be the id of a lesson'))),
});

type FrontMatter = Omit<Lesson, 'steps'>;

const BLOCK = /^---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)/s;

interface Split {
  matter?: FrontMatter;
  /** The lesson’s text; the lines before it are blank, so that its lines keep their numbers. */
  body: string;
  problems: Problem[];
}

export function splitFrontMatter(source: string): Split {
  const found = BLOCK.exec(source);
  if (!found) {
    const need = 'A lesson begins with its front matter: a line ---, then lines such as “title: …”';
    return {
      body: source,
      problems: [{ line: 1, text: `${need}, minutes, level and summary, and a line ---.` }],
    };
  }
  const body = found[0].replaceAll(/[^\n]/g, '') + source.slice(found[0].length);
  const values = new Map<string, { text: string; line: number }>();
  const problems: Problem[] = [];
  for (const [index, line] of found[1].split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, key, value] = /^([a-z]+):\s*(.*?)\s*$/i.exec(line) ?? [];
    if (key === undefined) {
      problems.push({ line: index + 2, text: `“${line.slice(0, 40)}” is no line “key: value”.` });
    } else if (values.has(key)) {
      problems.push({ line: index + 2, text: `“${key}” stands here a second time.` });
    } else values.set(key, { text: unquoted(value), line: index + 2 });
  }
  const texts = Object.fromEntries([...values].map(([key, { text: value }]) => [key, value]));
  const result = v.safeParse(schema, texts);
  if (result.success) return { matter: result.output, body, problems };
  for (const { path, message } of result.issues) {
    const first = path?.[0]?.key;
    const key = typeof first === 'string' ? first : '';
    const known = key in schema.entries;
    problems.push({
      line: values.get(key)?.line ?? 1,
      text: known
        ? `The front matter’s “${key}” ${values.has(key) || message === 'is missing' ? message : 'is missing'}.`
        : `The front matter has no “${key}”: there are title, minutes, level, summary, order and next.`,
    });
  }
  return { body, problems };
}

const unquoted = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
