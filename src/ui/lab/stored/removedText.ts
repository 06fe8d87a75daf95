import { decodeLink } from '../../../engine/opening/link.ts';
import { titleOf } from '../../shared/experimentTitle.ts';
import { countOf, formatMoment } from '../../shared/numbers.ts';
import type { RunHead } from './storedRun.ts';

/** Runs that are named; of more, only how many. */
const MAX_NAMED = 5;

/** Which finished runs the browser no longer has, because the present one needed their room. */
export function removedText(heads: readonly RunHead[]): string {
  const named = heads
    .slice(0, MAX_NAMED)
    .map(({ link, savedAt }) => `“${titleOf(decodeLink(link))}” of ${formatMoment(savedAt)}`);
  const more = heads.length - named.length;
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join('; ');
  const was = heads.length === 1 ? 'was' : 'were';
  return `The browser had no more room, so ${countOf(heads.length, 'earlier run')} ${was} removed to store the present one: ${list}. Their results in the trade-off remain. To choose what goes yourself, remove runs under Take home.`;
}
