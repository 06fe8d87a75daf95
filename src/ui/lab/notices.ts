/** Sentences for the user that belong to no control. */
import type { LabState } from '../state.ts';

type Notices = LabState['notices'];

/** Notices at most; older ones go. */
const MAX_NOTICES = 5;

/**
 * With one more sentence. It takes the place of one with the same key, which names its cause, such as `run a`; without
 * a key it is never there twice.
 */
export const withNotice = (notices: Notices, text: string, key = text): Notices =>
  [...notices.filter((one) => one.key !== key), { key, text }].slice(-MAX_NOTICES);

/** Without those whose cause is gone: with this key, or with a key that begins with it and a blank. */
export function withoutNotices(notices: Notices, cause: string): Notices {
  const left = notices.filter(({ key }) => key !== cause && !key.startsWith(`${cause} `));
  return left.length === notices.length ? notices : left;
}
