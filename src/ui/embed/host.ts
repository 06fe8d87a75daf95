/** Which page this one is a frame of. */

/** The part of `window` that knows. */
export interface FrameWindow {
  location: { ancestorOrigins?: ArrayLike<string> };
  document: { referrer: string };
}

/**
 * The origin of the page around this one: by `ancestorOrigins` where the browser has it, otherwise by the referrer,
 * which is that page when the frame is loaded. Undefined where neither tells, or where that page has none (a file on
 * the disk, a sandbox): then nobody could be told from anybody else.
 */
export function hostOrigin({ location, document }: FrameWindow): string | undefined {
  const origin = location.ancestorOrigins?.[0] ?? originOf(document.referrer);
  return origin === undefined || origin === '' || origin === 'null' ? undefined : origin;
}

function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin;
  } catch {
    return undefined;
  }
}
