/**
 * The keys of a link that say how the page shows an experiment, and nothing about the experiment itself. They are
 * public: lecturers put them into slides and course pages, so none of them ever goes away or changes its meaning.
 * What their values mean is the page's business (`src/ui/page`); here they are only told from settings.
 */
import { parsePairs, type Pair } from './linkText.ts';

export const pageKeys = ['view', 'hide', 'autorun', 'theme', 'projector', 'lesson'] as const;

export type PageKey = (typeof pageKeys)[number];

/** Those that are on where they stand in a link without a value. */
const switches = ['autorun', 'projector'];

/** The page key that somebody means, whatever its capitals. */
export const findPageKey = (written: string): PageKey | undefined =>
  pageKeys.find((key) => key === written.trim().toLowerCase());

export interface LinkParts {
  /** What is about the experiment, and unknown keys. */
  pairs: Pair[];
  /** What is about the page. */
  page: [key: PageKey, text: string][];
  /** What does not have the form key=value. */
  others: string[];
}

/** Sorts what a hash (with or without #) or a whole link says. Never throws. */
export function splitLink(link: string): LinkParts {
  const parts: LinkParts = { pairs: [], page: [], others: [] };
  const { pairs, others } = parsePairs(link);
  for (const pair of pairs) {
    const key = findPageKey(pair[0]);
    if (key) parts.page.push([key, pair[1]]);
    else parts.pairs.push(pair);
  }
  for (const part of others) {
    const [word] = /[a-z]+/i.exec(part) ?? [''];
    const key = findPageKey(word);
    if (key && switches.includes(key)) parts.page.push([key, 'on']);
    else parts.others.push(part);
  }
  return parts;
}
