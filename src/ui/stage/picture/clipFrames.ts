/** Which frames a clip of the stage has, for how long, and how large it is. */
import { paceOf } from '../loop.ts';
import type { StageContent } from './content.ts';
import type { StageLayout } from './layout.ts';

export interface ClipFrame {
  /** Of the stage. */
  frame: number;
  /** From its beginning (s). */
  at: number;
  /** s */
  duration: number;
}

/** Frames without times, and recordings of a single one, are shown this long (s). */
const UNTIMED = 0.25;
const SINGLE = 2;

interface Playing {
  /** Simulated seconds per second, in units of the recording's pace. */
  speed: number;
  /** Whether the loop has the times before those that the networks forecast, too. */
  whole: boolean;
}

/** One loop of the stage. */
export function clipFrames(
  { clock, loop }: Pick<StageContent, 'clock' | 'loop'>,
  { speed, whole }: Playing,
): ClipFrame[] {
  const first = whole ? 0 : loop;
  const count = clock.frames - first;
  const duration =
    count === 1 ? SINGLE : clock.timed ? clock.interval / (paceOf(clock) * speed) : UNTIMED;
  return Array.from({ length: count }, (_, i) => ({
    frame: first + i,
    at: i * duration,
    duration,
  }));
}

/** Longest side of a clip (px): what projectors show, and what every encoder takes. */
const LONGEST = 1920;
const LARGEST_SCALE = 2;

export const clipScale = ({ width, height }: Pick<StageLayout, 'width' | 'height'>): number =>
  Math.min(LARGEST_SCALE, LONGEST / Math.max(width, height));
