import { formatCount, formatPercent } from '../shared/numbers.ts';
import type { Earlier } from '../state.ts';

/** How a network that comes with the page was trained; where errors are `secret`, without its error. */
export const earlierHelp = ({ steps, test }: Earlier, secret: boolean): string =>
  `It comes with the page, trained earlier: ${formatCount(steps)} steps${secret ? '' : `, error ${formatPercent(test)}`}.`;
