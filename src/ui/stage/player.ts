/**
 * The clock of the stage: which frame is shown. One animation loop paints all panels; React is informed only
 * when playing starts or stops, never per frame.
 */
import { create } from 'zustand';
import { mediaQuery, observeSight } from '../shared/observe.ts';
import { useLab } from '../state.ts';

export const speeds = [0.25, 0.5, 1] as const;

interface PlayerState {
  playing: boolean;
  /** Simulated seconds per second. */
  speed: number;
}

const calm = mediaQuery('(prefers-reduced-motion: reduce)')?.matches ?? false;

export const usePlayer = create<PlayerState>()(() => ({ playing: !calm, speed: 0.5 }));

type Painter = (frame: number) => void;

const painters = new Set<Painter>();
let frame = 0;
/** Time since the frame was reached (s of the simulation). */
let carried = 0;
let lastTick: number | undefined;
let scheduled = false;
/** Places with fields that are in sight. */
const inSight = new Set<Element>();
let onScreen = true;
let dirty = true;
/** Without autoplay the stage opens where there is something to see. */
let placed = !calm;

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
  const { playing, speed } = usePlayer.getState();
  const count = frameCount();
  const before = frame;
  if (frame >= count) frame = 0;
  if (recording && !placed) {
    placed = true;
    frame = recording.skipped + (recording.times.length >> 1);
  }
  if (playing && recording && lastTick !== undefined) {
    // After a pause of the browser (hidden tab) the wave continues where it was.
    carried += Math.min(0.1, (now - lastTick) / 1000) * speed;
    const frames = Math.floor(carried / recording.interval);
    carried -= frames * recording.interval;
    frame = (frame + frames) % count;
  }
  lastTick = now;
  return frame !== before;
}

/** Paints everything once more, at the next animation frame. */
export function repaint(): void {
  dirty = true;
  schedule();
}

/** Paints everything now: paper does not wait for the next animation frame. */
export function paintNow(): void {
  for (const paint of painters) paint(frame);
}

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
useLab.subscribe((state, before) => {
  if (state.recording !== before.recording) repaint();
});
