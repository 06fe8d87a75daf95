import { formatCount, formatPercent } from '../shared/numbers.ts';
import type { Earlier } from '../state.ts';

/** How a network that comes with the page was trained, as the end of a sentence. */
export const earlierText = ({ steps, test }: Earlier): string =>
  `trained earlier: ${formatCount(steps)} steps, error ${formatPercent(test)}`;
