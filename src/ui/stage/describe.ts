/** Pictures and moments in words, for those who do not see them. */
import { formatPlain } from '../shared/numbers.ts';
import { formatDisplacement, formatTime } from '../shared/units.ts';
import { lastFrame, type Picture } from './paint.ts';

/** What the clock counts: seconds of the wave, or the frames of a file, which has no times. */
export interface Clock {
  /** Between two frames (s). */
  interval: number;
  frames: number;
  /** Whether frames belong to known times; otherwise they are counted. */
  timed: boolean;
  /** Unit of the values. */
  unit?: 'm';
}

/** As the time beside the slider says it. */
export const momentOf = (frame: number, { interval, frames, timed }: Clock): string =>
  timed
    ? `t = ${formatTime(frame * interval, (frames - 1) * interval)}`
    : `${Math.floor(frame) + 1} of ${frames}`;

/** Smallest and largest value of one frame, as it is painted. */
function rangeOf({ values, minus, shape: [x, y] }: Picture, frame: number): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = frame * x * y; i < (frame + 1) * x * y; i++) {
    const value = minus ? Math.abs(values[i] - minus[i]) : values[i];
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

interface Seen {
  /** As in `Forecast of network B in the zone`. */
  label: string;
  /** As in `relative error 7.2 %`. */
  note?: string;
  picture: Picture;
  /** Frame of the stage, and that of the picture: negative before its first one. */
  frame: number;
  own: number;
  clock: Clock;
}

/** Not a hyphen, which screen readers leave out. */
const spoken = (text: string): string => text.replace('-', '−');

/** One picture at rest: what it is, when, how strong, and how wrong. */
export function describePicture({ label, note, picture, frame, own, clock }: Seen): string {
  const moment = clock.timed ? momentOf(frame, clock) : `frame ${momentOf(frame, clock)}`;
  const last = lastFrame(picture);
  if (own < 0 && last > 0) return `${label}, ${moment}: begins later`;
  const [low, high] = rangeOf(picture, Math.min(last, Math.max(0, own)));
  const format = clock.unit === 'm' ? formatDisplacement : formatPlain;
  const strength = picture.minus
    ? `at most ${format(high)}`
    : spoken(`from ${format(low)} to ${format(high)}`);
  return [`${label}, ${moment}: ${strength}`, note].filter(Boolean).join(', ');
}

/** A picture that has no times: what it is, and from where to where its values go. */
export function describeStill(label: string, picture: Picture, format: (value: number) => string) {
  const [low, high] = rangeOf(picture, 0);
  return `${label}: ${spoken(`from ${format(low)} to ${format(high)}`)}`;
}

/** The same while it plays: a moment would be over before it is read. */
export const describeMoving = (label: string, note?: string): string =>
  [`${label}, playing`, note].filter(Boolean).join(', ');
