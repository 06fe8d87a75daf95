/**
 * The clock of the stage: which frame is shown. One animation loop paints all panels; React is informed only
 * when playing starts or stops, never per frame.
 */
import { create } from 'zustand';
import { originOf } from '../../engine/tasks/index.ts';
import { mediaQuery, observeSight } from '../shared/observe.ts';
import { useLab, type ShownRecording } from '../state.ts';
import { loopStart, paceOf, waveFrame } from './loop.ts';

export const speeds = [0.25, 0.5, 1] as const;

interface PlayerState {
  playing: boolean;
  /** Simulated seconds per second, in units of the recording's pace. */
  speed: number;
  /** Whether it loops through the whole recording, also the times before those that the networks forecast. */
  whole: boolean;
}

const calm = mediaQuery('(prefers-reduced-motion: reduce)')?.matches ?? false;

export const usePlayer = create<PlayerState>()(() => ({
  playing: !calm,
  speed: 0.5,
  whole: false,
}));

type Painter = (frame: number) => void;

const painters = new Set<Painter>();
let frame = 0;
/** Time since the frame was reached (s of the simulation, in units of its pace). */
let carried = 0;
let lastTick: number | undefined;
let scheduled = false;
/** Until when the time counts as being dragged (as `performance.now()`). */
let draggedUntil = 0;
let lastShown = -Infinity;
let resting: ReturnType<typeof setTimeout> | undefined;
/** Without another move for so long the time is at rest (ms). */
const DRAG_REST_MS = 150;
/** Places with fields that are in sight. */
const inSight = new Set<Element>();
let onScreen = true;
let dirty = true;
/** The stage opens where there is something to see, also where nothing moves. */
let placed = false;

/** Frames of the recording, from t = 0. */
const frameCount = (): number => {
  const { recording } = useLab.getState();
  return recording ? recording.skipped + recording.times.length : 0;
};

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(tick);
}

function tick(now: number): void {
  scheduled = false;
  if (advance(now)) dirty = true;
  if (dirty) {
    dirty = false;
    for (const paint of painters) paint(frame);
  }
  if (usePlayer.getState().playing && onScreen && frameCount() > 0) schedule();
  else lastTick = undefined;
}

/** Moves on by the time since the last tick; whether another frame is to be shown. */
function advance(now: number): boolean {
  const { recording } = useLab.getState();
  const before = frame;
  if (recording) {
    const count = frameCount();
    const start = loopStart(recording, usePlayer.getState().whole);
    if (!placed) frame = recording.skipped + waveFrame(recording);
    placed = true;
    frame += elapsedFrames(recording, now);
    if (frame >= count) frame = start + ((frame - count) % (count - start));
  }
  lastTick = now;
  return frame !== before;
}

/** By how many frames it has played on since the last tick. */
function elapsedFrames(recording: ShownRecording, now: number): number {
  const { playing, speed } = usePlayer.getState();
  if (!playing || lastTick === undefined) return 0;
  // After a pause of the browser (hidden tab) the wave continues where it was.
  carried += Math.min(0.1, (now - lastTick) / 1000) * speed;
  const { timed } = originOf(recording.experiment);
  const interval = recording.interval / paceOf({ ...recording, frames: frameCount(), timed });
  const frames = Math.floor(carried / interval);
  carried -= frames * interval;
  return frames;
}

/** Paints everything once more, at the next animation frame. */
export function repaint(): void {
  dirty = true;
  schedule();
}

/** Whether one frame follows the other, by itself or under the pointer: then nobody sees how finely they are painted. */
export const isMoving = (): boolean =>
  usePlayer.getState().playing || performance.now() < draggedUntil;

/** Of the stage, from t = 0. */
export const currentFrame = (): number => frame;

/** Calls `paint` for every frame to be shown; returns what ends it. */
export function onFrame(paint: Painter): () => void {
  painters.add(paint);
  repaint();
  return () => painters.delete(paint);
}

export function showFrame(next: number): void {
  const count = frameCount();
  if (count === 0) return;
  frame = Math.min(count - 1, Math.max(0, next));
  carried = 0;
  placed = true;
  // Of two moves in a row the second one belongs to a drag.
  const now = performance.now();
  if (now - lastShown < DRAG_REST_MS) {
    draggedUntil = now + DRAG_REST_MS;
    clearTimeout(resting);
    resting = setTimeout(repaint, DRAG_REST_MS);
  }
  lastShown = now;
  usePlayer.setState({ playing: false });
  repaint();
}

export const togglePlaying = (): void =>
  usePlayer.setState(({ playing }) => ({ playing: !playing }));

/** Fields that are scrolled out of sight do not move; says when to stop looking. */
export function watchSight(element: Element): () => void {
  const update = (visible: boolean) => {
    if (visible) inSight.add(element);
    else inSight.delete(element);
    onScreen = inSight.size > 0;
    schedule();
  };
  const end = observeSight(element, update);
  return () => {
    end();
    update(false);
  };
}

// At rest the pictures are described as they are then.
usePlayer.subscribe(repaint);
useLab.subscribe(({ recording }, before) => {
  if (recording === before.recording) return;
  // What plays does not wait for the first forecast because that comes later in another scene.
  if (recording && before.recording?.skipped !== recording.skipped && usePlayer.getState().playing)
    frame = Math.max(frame, loopStart(recording, usePlayer.getState().whole));
  repaint();
});
