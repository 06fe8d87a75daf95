import { useEffect, useRef } from 'react';
import { observePixels } from '../shared/observe.ts';
import { useClock } from './current.ts';
import { describeMoving, describePicture, describeStill } from './describe.ts';
import { fitted, ratioOf } from './arrangement.ts';
import { lastFrame, paintFrame, type Picture } from './paint.ts';
import { isMoving, onFrame, repaint, usePlayer } from './player.ts';

interface FieldCanvasProps {
  /** What the picture shows; when and how strong is added. */
  label: string;
  /** What else there is to say of it, as in `relative error 7.2 %`. */
  note?: string;
  picture?: Picture;
  /** Frames of the stage before the picture's first one; until then that one is shown dimmed. */
  skipped: number;
  /** Of a picture that does not follow the clock: how its values are written. */
  still?: (value: number) => string;
}

/** Until a field has been painted; the benchmark reads the mark that is then set. */
let firstField = true;

/** The animated image of one field. It follows the stage's clock without React. */
export function FieldCanvas({ label, note, picture, skipped, still }: FieldCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const versions = useRef(0);
  const clock = useClock();
  const ratio = picture ? (picture.ratio ?? ratioOf(picture.shape)) : 1;

  useEffect(() => {
    const { current: element } = canvas;
    if (!element) return undefined;
    return observePixels(element, (pixels) => {
      const { width, height } = fitted(pixels, ratio);
      if (element.width === width && element.height === height) return;
      element.width = width;
      element.height = height;
      repaint();
    });
  }, [ratio]);

  useEffect(() => {
    const { current: element } = canvas;
    if (!element || !picture) return undefined;
    const last = lastFrame(picture);
    let fresh = true;
    let painted = '';
    return onFrame((frame) => {
      const own = frame - skipped;
      const shown = Math.min(last, Math.max(0, own));
      const moving = isMoving() && last > 0;
      const look = `${shown} ${moving} ${element.width} ${element.height}`;
      if (look !== painted) paintFrame(element, picture, shown, moving ? 'medium' : 'high');
      painted = look;
      // A single frame waits for nothing that will change it: it is shown as it is.
      element.dataset.early = String(own < 0 && last > 0);
      // Tests see by this number that new data have reached the screen.
      if (fresh) element.dataset.version = String(++versions.current);
      if (fresh && firstField) performance.mark('first field');
      fresh = false;
      firstField = false;
    });
  }, [picture, skipped]);

  useEffect(() => {
    const { current: element } = canvas;
    if (!element || !picture) return undefined;
    return onFrame((frame) => {
      const text = still
        ? describeStill(label, picture, still)
        : usePlayer.getState().playing
          ? describeMoving(label, note)
          : describePicture({ label, note, picture, frame, own: frame - skipped, clock });
      if (element.getAttribute('aria-label') !== text) element.setAttribute('aria-label', text);
    });
  }, [label, note, picture, skipped, clock, still]);

  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- painted here, not an image file
  return <canvas ref={canvas} role="img" aria-label={label} hidden={!picture} />;
}
