import { useEffect, useState } from 'react';
import type { DataSession } from '../../worker/fileClient.ts';
import type { ArrayLook } from '../../worker/fileProtocol.ts';
import type { Row } from './rows.ts';

/** Rows that are looked at without being asked for. */
const MOST = 64;

/**
 * A first look at every row, by the name of its example. They come one by one: the next is asked for when the one
 * before is there, so that a preview or the reading itself never waits for more than one.
 */
export function useLooks(
  session: DataSession,
  rows: readonly Row[],
  paused: boolean,
): ReadonlyMap<string, ArrayLook> {
  const [looks, setLooks] = useState<ReadonlyMap<string, ArrayLook>>(new Map());
  const next = paused
    ? undefined
    : rows.slice(0, MOST).find(({ example }) => !looks.has(example))?.example;
  useEffect(() => {
    if (next === undefined) return undefined;
    let stale = false;
    session.look(next, (look) => {
      if (!stale) setLooks((before) => new Map(before).set(next, look));
    });
    return () => {
      stale = true;
    };
  }, [session, next]);
  return looks;
}
