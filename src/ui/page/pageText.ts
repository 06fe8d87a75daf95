/** How the page shows an experiment, as the page keys of a link and back. Pure. */
import { pagePairs } from '../../engine/opening/link.ts';
import type { PageKey } from '../../engine/opening/pageKeys.ts';
import { findHideable, hideableNames, type Hideable } from './hideable.ts';

/**
 * lab: everything; stage: the wave and the forecasts; compare: these and the results, without controls; lesson: the
 * text of a lesson and the stage.
 */
export const views = ['lab', 'stage', 'compare', 'lesson'] as const;
export type View = (typeof views)[number];

const themes = ['light', 'dark'] as const;

/** What the page keys say. */
export interface PageSettings {
  view: View;
  hide: ReadonlySet<Hideable>;
  /** Whether the networks train as soon as the page is seen. */
  autorun: boolean;
  /** In place of the visitor's own choice. */
  theme?: (typeof themes)[number];
  /** Large type and strong lines, for a room. */
  projector: boolean;
  /** The id of a lesson that the page has, or the address of a file on the same server, such as `./mine.md`. */
  lesson?: string;
}

export const standardPage: PageSettings = {
  view: 'lab',
  hide: new Set(),
  autorun: false,
  projector: false,
};

/** Text from outside is quoted at most this long. */
const MAX_QUOTE = 40;
const MAX_LESSON = 200;

const quote = (text: string): string =>
  `“${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}”`;

/** Either the value or why there is none, as the end of a sentence. */
type Read<T> = { value: T } | { why: string };

function readChoice<T extends string>(options: readonly T[], text: string): Read<T> {
  const value = options.find((option) => option === text.toLowerCase());
  return value === undefined ? { why: `it must be one of ${options.join(', ')}.` } : { value };
}

function readSwitch(text: string): Read<boolean> {
  const small = text.toLowerCase();
  if (['on', '1', 'true', 'yes', ''].includes(small)) return { value: true };
  if (['off', '0', 'false', 'no'].includes(small)) return { value: false };
  return { why: 'it must be on or off.' };
}

/**
 * An id without regard to capitals, or a path on this server; other servers are not asked. A path has no character
 * that a link loses on its way.
 */
function readLesson(text: string): Read<string> {
  if (/^[a-z0-9-]{1,60}$/i.test(text)) return { value: text.toLowerCase() };
  const isPath = /^(?!\/\/)(?=.*[./])[\p{L}\p{N}\p{M}._~/-]*[\p{L}\p{N}]$/u.test(text);
  return isPath && text.length <= MAX_LESSON
    ? { value: text }
    : {
        why: 'it must be the name of a lesson, or the path of a file on this server such as ./mine.md.',
      };
}

function readHide(text: string): { names: Hideable[]; unknown: string[] } {
  const parts = text.split(/[,;]/).filter((part) => part !== '');
  const found = parts.map((part) => [part, findHideable(part)] as const);
  return {
    names: found.flatMap(([, name]) => name ?? []),
    unknown: found.flatMap(([part, name]) => (name ? [] : [part])),
  };
}

/**
 * What the page keys of a hash or link say, and nothing about keys that it lacks. What can't be used is explained, one
 * sentence each; never throws.
 */
export function readGiven(link: string): { given: Partial<PageSettings>; notes: string[] } {
  const notes: string[] = [];
  const texts = new Map<PageKey, string>();
  for (const [key, text] of pagePairs(link)) {
    const first = texts.get(key);
    if (first === undefined) texts.set(key, text);
    else if (first.toLowerCase() !== text.toLowerCase()) {
      notes.push(`${quote(`${key}=${text}`)} was ignored: the link already has this key.`);
    }
  }
  const take = <T>(key: PageKey, read: (text: string) => Read<T>): T | undefined => {
    const text = texts.get(key);
    if (text === undefined) return undefined;
    const result = read(text);
    if ('value' in result) return result.value;
    notes.push(`${quote(`${key}=${text}`)} was ignored: ${result.why}`);
    return undefined;
  };
  const said: Partial<PageSettings> = {
    view: take('view', (text) => readChoice(views, text)),
    hide: takeHidden(texts.get('hide'), notes),
    autorun: take('autorun', readSwitch),
    theme: take('theme', (text) => readChoice(themes, text)),
    projector: take('projector', readSwitch),
    lesson: take('lesson', readLesson),
  };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return { given: Object.fromEntries(given), notes };
}

/** Undefined where the key is missing, or has no name that can be used. */
function takeHidden(text: string | undefined, notes: string[]): Set<Hideable> | undefined {
  if (text === undefined) return undefined;
  const { names, unknown } = readHide(text);
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 3).map(quote).join(', ');
    const more = unknown.length > 3 ? ` and ${unknown.length - 3} more` : '';
    notes.push(
      `There is nothing to hide by the name of ${shown}${more}. Names: ${hideableNames.join(', ')}.`,
    );
    if (names.length === 0) return undefined;
  }
  return new Set(hideableNames.filter((name) => names.includes(name)));
}

/** The whole page that a hash or link asks for: it is as usual where the link says nothing. */
export function readPage(link: string): { page: PageSettings; notes: string[] } {
  const { given, notes } = readGiven(link);
  return { page: { theme: undefined, lesson: undefined, ...standardPage, ...given }, notes };
}

/** The page keys that say the same, each with an ampersand before it; empty for the page as it is without any. */
export function writePage(page: PageSettings): string {
  const { view, hide, autorun, theme, projector, lesson } = page;
  const pairs: [PageKey, string | undefined][] = [
    ['view', view === standardPage.view ? undefined : view],
    ['hide', hide.size > 0 ? hideableNames.filter((name) => hide.has(name)).join(',') : undefined],
    ['autorun', autorun ? 'on' : undefined],
    ['theme', theme],
    ['projector', projector ? 'on' : undefined],
    // A path stays readable; what else is in it is escaped.
    [
      'lesson',
      lesson === undefined ? undefined : encodeURIComponent(lesson).replaceAll('%2F', '/'),
    ],
  ];
  return pairs.map(([key, text]) => (text === undefined ? '' : `&${key}=${text}`)).join('');
}
