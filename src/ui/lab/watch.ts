/** One watchdog per network: a worker that says nothing while something is expected of it is given up. */
import type { NetworkId } from '../../engine/experiment/schema.ts';
import { Watchdog } from './watchdog.ts';

/** Far longer than any bearable step (ms). */
export const SILENCE = 300_000;

let onSilence: (id: NetworkId) => void = () => {};

/** Whoever replaces a silent network's worker. Set once. */
export const whenSilent = (listener: typeof onSilence): void => {
  onSilence = listener;
};

const dogs: Readonly<Record<NetworkId, Watchdog>> = {
  a: new Watchdog(SILENCE, () => onSilence('a')),
  b: new Watchdog(SILENCE, () => onSilence('b')),
};

/** Restarts the watch for a network's silence; `unwatch` ends it. */
export const watch = (id: NetworkId): void => dogs[id].heard();

export const unwatch = (id: NetworkId): void => dogs[id].end();
