import type { Combined } from '../archive/combine.ts';
import { countOf } from '../shared/numbers.ts';

type Counts = Pick<Combined, 'added' | 'replaced' | 'left'>;

/** What became of the networks in a file of results, `damaged` of which can't be used. */
export function openedText(
  name: string,
  { added, replaced, left }: Counts,
  damaged: number,
): string {
  const sentences = [
    `${name}: ${countOf(added, 'network')} added.`,
    replaced > 0 && `${countOf(replaced, 'network')} replaced, since the file has a newer result.`,
    left > 0 && `${countOf(left, 'network')} left out, since the result here is the same or newer.`,
    added + replaced > 0 && 'They are shown with their settings.',
    damaged > 0 && `${countOf(damaged, 'network')} in it can’t be used.`,
  ];
  return sentences.filter((sentence) => sentence !== false).join(' ');
}
