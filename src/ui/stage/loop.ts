/** Which frames the stage loops through, and with which it opens. */
import { decadeOf } from '../../engine/experiment/limits.ts';
import type { ShownRecording } from '../state.ts';
import type { Clock } from './describe.ts';

type Frames = Pick<ShownRecording, 'skipped' | 'times'>;

/** Whether there are times before those that the networks forecast, and enough of these to loop through. */
export const hasBefore = ({ skipped, times }: Frames): boolean => skipped > 0 && times.length > 1;

/** The first frame of the loop: the first forecast one, or t = 0. A single forecast frame is no loop. */
export const loopStart = (recording: Frames, whole: boolean): number =>
  !whole && hasBefore(recording) ? recording.skipped : 0;

/**
 * Simulated seconds that count as one while the stage plays: a wave of microseconds would be over before the next
 * picture, and one of minutes would hardly move. Frames without times play as they are.
 */
export const paceOf = ({ interval, frames, timed }: Omit<Clock, 'unit'>): number =>
  timed ? decadeOf((frames - 1) * interval) : 1;

/** So loud (of the loudest frame) there is a wave to be seen. */
const LOUD = 0.5;

/**
 * The first forecast frame with a wave in it: whose root mean square is at least half of the largest one. `zone` is
 * [t, x, y], or [t, channel, x, y]. The first frame where nothing is to be heard.
 */
export function waveFrame({ zone, times }: Pick<ShownRecording, 'zone' | 'times'>): number {
  const size = zone.length / times.length;
  const powers = Array.from(times, (_, frame) => {
    let sum = 0;
    for (let i = frame * size; i < (frame + 1) * size; i++) sum += zone[i] ** 2;
    return sum;
  });
  const least = LOUD ** 2 * Math.max(...powers);
  return Math.max(
    0,
    powers.findIndex((power) => power >= least && power > 0),
  );
}
