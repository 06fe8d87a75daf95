/** Paper is white and does not wait: before printing, everything is redrawn, in light colours and at once. */
import { flushSync } from 'react-dom';
import { paintNow } from '../stage/player.ts';
import { setPrinting } from '../theme.ts';

/** Call once. */
export function followPrinting(): void {
  window.addEventListener('beforeprint', () => {
    flushSync(() => setPrinting(new Date()));
    paintNow();
  });
  window.addEventListener('afterprint', () => setPrinting(undefined));
}
